import type { AWSMachineProviderConfig, AWSMachineSpec } from '@capstan/api';
import { enumeration } from '../../codecs/enumeration.ts';
import { tagMap } from '../../codecs/tags.ts';
import { userDataSecret } from '../../codecs/user-data-secret.ts';
import { listOf, nested } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { blockDevices } from './block-devices.ts';
import { dedicatedHost } from './dedicated-host.ts';
import { type AWSFacts, dualStackSettings } from './facts.ts';
import { loadBalancerFields, loadBalancers } from './load-balancers.ts';
import { providerId } from './provider-id.ts';
import { idOnly, instanceProfile, requiredIdOrFilters } from './references.ts';

type Mapi = Loose<AWSMachineProviderConfig> & MapiMachineParts;
type Capi = Loose<AWSMachineSpec> & CapiMachineParts;
type Context = RowContext<AWSFacts>;

const r = rowsFor<Mapi, Capi, Context>();

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';

/** AWSMachineProviderConfig and AWSMachine (CAPA v1beta2), field by field. */
export const awsRows: readonly Row<Context>[] = [
  // What the machine is
  r.via('ami', 'ami.id', idOnly('AMI', 'Write ami.id: the id that the ARN or the filters lead to in this region.')),
  r.same('instanceType', 'instanceType', { samples: { mapi: ['m6i.xlarge'], capi: ['m6i.xlarge'], required: true } }),
  r.same('cpuOptions.confidentialCompute', 'cpuOptions.confidentialCompute', {
    samples: { mapi: ['Disabled', 'AMDEncryptedVirtualizationNestedPaging'] },
  }),
  r.via('tags', 'additionalTags', tagMap(), {
    mapi: { setBy: 'name' },
    capi: { keepEmpty: true },
    doc: 'Both sides add the tags of the cluster themselves.',
  }),
  r.via('iamInstanceProfile', 'iamInstanceProfile', instanceProfile()),
  r.same('keyName', 'sshKeyName', {
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: "'' is no key. Absent is no key too, unless CAPA manages the AWSCluster itself, which OpenShift's never is.",
  }),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', userDataSecret(), {
    mapi: { absentIs: 'worker-user-data' },
    doc: "Machine API's webhook defaults to worker-user-data.",
  }),
  r.constant('ignition.storageType', 'UnencryptedUserData', {
    absentIsTheSame: false,
    doc: 'Machine API hands the user data to the instance as it is, which is what this value says; without it CAPA wraps it for cloud-init.',
    hint: 'Set ignition.storageType: UnencryptedUserData.',
  }),
  r.carryCapi('ignition.version', { doc: 'CAPA ignores the version where user data is passed as it is.' }),
  r.refuseCapi('ignition.proxy', {
    doc: 'Machine API cannot give Ignition a proxy.',
    hint: 'Put the proxy into the Ignition configuration itself.',
  }),
  r.refuseCapi('ignition.tls', {
    doc: 'Machine API cannot give Ignition certificate authorities.',
    hint: 'Put them into the Ignition configuration itself.',
  }),
  r.refuseCapi('uncompressedUserData', {
    capi: { falseIsAbsent: true },
    doc: 'Machine API has no say in how user data is packed.',
    hint: keepOnClusterApi,
  }),
  r.refuseCapi('cloudInit', {
    doc: 'Machine API stores no user data in AWS secrets; RHCOS has no cloud-init.',
    hint: keepOnClusterApi,
  }),

  // Where it runs
  r.compare('placement.region', ({ platform }) => platform.region, {
    against: "the cluster's region",
    hint: 'All machines of a cluster are in its region. Correct placement.region.',
  }),
  r.same('placement.availabilityZone', '$machine.failureDomain', {
    samples: { mapi: ['us-east-1a'], capi: ['us-east-1b'] },
  }),
  r.same('placement.tenancy', 'tenancy', { samples: { mapi: ['default', 'dedicated', 'host'] } }),
  r.group(
    { host: 'placement.host' },
    { affinity: 'hostAffinity', id: 'hostID', dynamic: 'dynamicHostAllocation' },
    dedicatedHost(),
    // dynamicHostAllocation: {} asks for a host.
    { capi: { keepEmpty: true }, doc: 'CAPA defaults hostAffinity to default, so it is always written.' },
  ),
  r.same('placementGroupName', 'placementGroupName'),
  r.same('placementGroupPartition', 'placementGroupPartition', {
    mapi: { zeroIsAbsent: true },
    capi: { zeroIsAbsent: true },
    samples: { mapi: [1, 7], capi: [1, 7] },
  }),

  // How it is paid for
  r.via('spotMarketOptions', 'spotMarketOptions', nested('its fields', [spotRow()]), {
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: 'Being there, even empty, asks for a spot instance.',
    samples: { mapi: [{}, { maxPrice: '0.5' }], capi: [{}] },
  }),
  r.same('marketType', 'marketType', { samples: { mapi: ['OnDemand'], capi: ['OnDemand'] } }),
  r.same('capacityReservationId', 'capacityReservationId'),
  r.refuseCapi('capacityReservationPreference', {
    doc: 'Machine API uses the reservation that is named and has no preference among others.',
    hint: keepOnClusterApi,
  }),

  // Network
  r.via(
    'subnet',
    'subnet',
    requiredIdOrFilters('subnet', 'Machine API would take one of the default VPC, Cluster API one of the AWSCluster'),
  ),
  r.via(
    'securityGroups',
    'additionalSecurityGroups',
    listOf(requiredIdOrFilters('security group', 'an empty reference means nothing')),
    {
      doc: 'In their order. CAPA adds the groups of an AWSCluster only where it manages the network.',
    },
  ),
  r.same('publicIp', 'publicIP'),
  r.via(
    'networkInterfaceType',
    'networkInterfaceType',
    enumeration([
      ['ENA', 'interface'],
      ['EFA', 'efa'],
    ]),
  ),
  r.acceptOnly('deviceIndex', 0, {
    doc: 'Cluster API attaches the first network interface at index 0.',
    hint: 'Remove deviceIndex, or set it to 0.',
  }),
  {
    ...r.carry('loadBalancers', { doc: 'Belong to the AWSCluster.', mapi: { setBy: 'name' } }),
    lens: loadBalancers(),
    fields: loadBalancerFields,
    samples: { mapi: [] },
  },
  r.fromContext('privateDnsName', ({ platform }) => dualStackSettings(platform).privateDnsName, {
    against: "the cluster's IP family",
    hint: 'Remove the field: on a dual-stack cluster it is set for you.',
  }),
  r.fromContext('assignPrimaryIPv6', ({ platform }) => dualStackSettings(platform).assignPrimaryIPv6, {
    against: "the cluster's IP family",
    hint: 'Remove the field: on a dual-stack cluster it is set for you.',
  }),
  r.refuseCapi('networkInterfaces', { doc: 'Machine API makes the network interface itself.', hint: keepOnClusterApi }),
  r.refuseCapi('securityGroupOverrides', {
    doc: 'Machine API has no roles of security groups.',
    hint: 'List the groups under additionalSecurityGroups.',
  }),
  r.refuseCapi('elasticIpPool', {
    doc: 'Machine API takes public addresses from Amazon only.',
    hint: keepOnClusterApi,
  }),

  // Storage
  r.group({ devices: 'blockDevices' }, { root: 'rootVolume', others: 'nonRootVolumes' }, blockDevices(), {
    doc: 'Without a device of no name rootVolume is left out: both sides then take the size from the AMI.',
  }),

  // Metadata service
  r.via(
    'metadataServiceOptions.authentication',
    'instanceMetadataOptions.httpTokens',
    enumeration([
      ['Optional', 'optional'],
      ['Required', 'required'],
    ]),
    { mapi: { absentIs: 'Optional' }, capi: { absentIs: 'optional' }, doc: 'Both sides default to optional.' },
  ),
  r.constant('instanceMetadataOptions.httpEndpoint', 'enabled', metadataService('always serves instance metadata')),
  r.constant(
    'instanceMetadataOptions.httpProtocolIpv6',
    'disabled',
    metadataService('serves instance metadata over IPv4 only'),
  ),
  r.constant('instanceMetadataOptions.httpPutResponseHopLimit', 1, metadataService('has the hop limit 1')),
  r.constant(
    'instanceMetadataOptions.instanceMetadataTags',
    'disabled',
    metadataService('does not serve tags as metadata'),
  ),

  // Which instance it is
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID', instance: 'instanceID' },
    providerId(),
    { doc: 'By these CAPA adopts the running instance instead of making another.' },
  ),

  // Whose it is
  r.compare('credentialsSecret.name', () => 'aws-cloud-credentials', {
    against: "the cluster's credentials secret",
    hint: "In Cluster API credentials belong to the AWSCluster. Use the cluster's, or keep these machines on Machine API (see https://access.redhat.com/articles/7116313).",
  }),
  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),

  // What Cluster API alone has
  r.refuseCapi('ami.eksLookupType', { doc: 'Machine API has no EKS images.', hint: 'Write ami.id.' }),
  r.refuseCapi('imageLookupFormat', {
    doc: 'Machine API does not look images up.',
    hint: 'Write ami.id and remove the field.',
  }),
  r.refuseCapi('imageLookupOrg', {
    doc: 'Machine API does not look images up.',
    hint: 'Write ami.id and remove the field.',
  }),
  r.refuseCapi('imageLookupBaseOS', {
    doc: 'Machine API does not look images up.',
    hint: 'Write ami.id and remove the field.',
  }),
  r.refuseCapi('cpuOptions.nestedVirtualization', {
    doc: 'Machine API has no say in nested virtualization.',
    hint: keepOnClusterApi,
  }),
];

function metadataService(fact: string) {
  return {
    absentIsTheSame: true,
    doc: `Machine API ${fact}.`,
    hint: 'Remove the field, or keep this on Cluster API.',
  };
}

function spotRow(): Row<Context> {
  return rowsFor<{ maxPrice?: string | undefined }, { maxPrice?: string | undefined }, Context>().same(
    'maxPrice',
    'maxPrice',
  );
}
