import type { JsonObject } from '@capstan/api';
import { asObject } from '../../mapping/json.ts';
import { describeLaws } from '../../testing/laws.ts';
import { awsFacts } from './facts.ts';
import { aws } from './platform.ts';

const infrastructure = {
  status: { infrastructureName: 'ocp1-x7k2p', platformStatus: { type: 'AWS', aws: { region: 'us-east-1' } } },
};

const ebs = 'blockDevices/*/ebs';

describeLaws(aws, awsFacts(infrastructure).facts, {
  settle(value): JsonObject {
    const isSpot = value['spotMarketOptions'] !== undefined;
    const contradictions = isSpot ? ['marketType', 'capacityReservationId'] : [];
    const settled = Object.fromEntries(Object.entries(value).filter(([field]) => !contradictions.includes(field)));
    const placement = asObject(value['placement']);
    if (placement?.['host'] !== undefined) return { ...settled, placement: { ...placement, tenancy: 'host' } };
    return value['hostAffinity'] === 'host' || value['hostID'] !== undefined
      ? { ...settled, tenancy: 'host' }
      : settled;
  },
  mapi: {
    defaults: [
      ['kind', 'AWSMachineProviderConfig'],
      ['apiVersion', 'machine.openshift.io/v1beta1'],
      ['deviceIndex', 0],
      ['credentialsSecret/name', 'aws-cloud-credentials'],
      ['userDataSecret/name', 'worker-user-data'],
      ['placement/region', 'us-east-1'],
      ['metadataServiceOptions/authentication', 'Optional'],
    ],
    sets: [['tags', 'name']],
    keepEmpty: ['spotMarketOptions', 'keyName'],
    maps: [],
    zero: [`${ebs}/iops`, `${ebs}/throughputMib`, 'placementGroupPartition'],
    whereSet: [['placement/host/dedicatedHost', 'allocationStrategy', 'UserProvided']],
  },
  capi: {
    defaults: [
      ['hostAffinity', 'default'],
      ['instanceMetadataOptions/httpTokens', 'optional'],
      ['instanceMetadataOptions/httpEndpoint', 'enabled'],
      ['instanceMetadataOptions/httpProtocolIpv6', 'disabled'],
      ['instanceMetadataOptions/httpPutResponseHopLimit', 1],
      ['instanceMetadataOptions/instanceMetadataTags', 'disabled'],
    ],
    sets: [],
    keepEmpty: ['spotMarketOptions', 'sshKeyName', 'dynamicHostAllocation'],
    maps: ['additionalTags', 'dynamicHostAllocation/tags'],
    zero: [
      'rootVolume/iops',
      'rootVolume/throughput',
      'nonRootVolumes/*/iops',
      'nonRootVolumes/*/throughput',
      'placementGroupPartition',
      'uncompressedUserData',
    ],
    whereSet: [],
  },
});
