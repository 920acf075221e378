import { ibmCloudFixture, ibmVpcCluster } from '../../testing/ibmcloud.ts';
import { describeLaws } from '../../testing/laws.ts';
import { ibmCloudFacts } from './facts.ts';
import { ibmCloud } from './platform.ts';

const { facts } = ibmCloudFacts({
  infrastructure: ibmCloudFixture.infrastructure(),
  infraCluster: ibmVpcCluster,
  derived: undefined,
});

describeLaws(ibmCloud, facts, {
  mapi: {
    defaults: [
      ['kind', 'IBMCloudMachineProviderSpec'],
      ['apiVersion', 'ibmcloudproviderconfig.openshift.io/v1beta1'],
      ['region', 'eu-de'],
      ['credentialsSecret/name', 'ibmcloud-credentials'],
      ['bootVolume/profile', 'general-purpose'],
    ],
    sets: [],
    keepEmpty: [],
    maps: [],
    zero: ['bootVolume/sizeGiB', 'bootVolume/iops', 'bootVolume/bandwidth'],
    whereSet: [],
  },
  capi: {
    defaults: [
      ['profile', 'bx2-2x8'],
      ['bootVolume/profile', 'general-purpose'],
      ['bootVolume/deleteVolumeOnInstanceDelete', true],
    ],
    sets: [],
    keepEmpty: [],
    maps: [],
    zero: ['bootVolume/sizeGiB', 'bootVolume/iops'],
    whereSet: [],
  },
});
