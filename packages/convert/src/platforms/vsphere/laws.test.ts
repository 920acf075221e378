import { describeLaws } from '../../testing/laws.ts';
import { vsphereFixture } from '../../testing/vsphere.ts';
import { vsphereFacts } from './facts.ts';
import { vsphere } from './platform.ts';

const infrastructure = vsphereFixture.infrastructure();
const { facts } = vsphereFacts({ infrastructure, infraCluster: undefined, derived: undefined });

describeLaws(vsphere, facts, {
  mapi: {
    defaults: [
      ['kind', 'VSphereMachineProviderSpec'],
      ['apiVersion', 'machine.openshift.io/v1beta1'],
      ['cloneMode', 'fullClone'],
      ['credentialsSecret/name', 'vsphere-cloud-credentials'],
      ['userDataSecret/name', 'worker-user-data'],
      ['workspace/datacenter', '*'],
    ],
    sets: [],
    keepEmpty: [],
    maps: [],
    zero: ['numCoresPerSocket', 'diskGiB'],
    whereSet: [],
  },
  capi: {
    defaults: [
      ['cloneMode', 'linkedClone'],
      ['numCPUs', 2],
      ['memoryMiB', 2048],
      ['os', 'Linux'],
      ['powerOffMode', 'hard'],
      ['server', 'vc1.lab.test'],
      ['datacenter', '*'],
    ],
    sets: [],
    keepEmpty: [],
    maps: ['customVMXKeys'],
    zero: [
      'numCoresPerSocket',
      'diskGiB',
      'network/devices/*/dhcp4',
      'network/devices/*/dhcp6',
      'network/devices/*/skipIPAllocation',
    ],
    whereSet: [],
  },
});
