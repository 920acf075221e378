import { vsphere } from '../platforms/vsphere/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

export type { Refusal } from './ways.ts';

/** A failure domain whose zone is a group of hosts. */
export const hostGroupDomain = {
  name: 'halle-hg1',
  region: 'halle',
  zone: 'halle-hg1',
  regionAffinity: { type: 'ComputeCluster' },
  zoneAffinity: {
    type: 'HostGroup',
    hostGroup: { vmGroup: 'hg1-vms', hostGroup: 'hg1-hosts', vmHostRule: 'hg1-rule' },
  },
  server: 'vc1.lab.test',
  topology: {
    datacenter: 'Halle',
    computeCluster: '/Halle/host/cl-a',
    networks: ['/Halle/network/seg-nodes'],
    datastore: '/Halle/datastore/vsan01',
  },
};

/** A cluster in the vCenter vc1.lab.test. */
export const vsphereFixture = fixtureOf({
  platform: vsphere,
  platformStatus: { type: 'VSphere', vsphere: { apiServerInternalIPs: ['10.20.0.5'], ingressIPs: ['10.20.0.6'] } },
  infrastructureSpec: {
    platformSpec: {
      type: 'VSphere',
      vsphere: { vcenters: [{ server: 'vc1.lab.test', datacenters: ['Halle'] }], failureDomains: [hostGroupDomain] },
    },
  },
  provider: {
    template: '/Halle/vm/ocp1-x7k2p-rhcos',
    numCPUs: 4,
    memoryMiB: 16384,
    diskGiB: 120,
    network: { devices: [{ networkName: 'seg-nodes' }] },
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'vsphere-cloud-credentials' },
    workspace: {
      server: 'vc1.lab.test',
      datacenter: 'Halle',
      datastore: '/Halle/datastore/vsan01',
      folder: '/Halle/vm/ocp1-x7k2p',
      resourcePool: '/Halle/host/cl-a/Resources',
    },
  },
  infraSpec: {
    template: '/Halle/vm/ocp1-x7k2p-rhcos',
    cloneMode: 'fullClone',
    numCPUs: 4,
    memoryMiB: 16384,
    diskGiB: 120,
    network: { devices: [{ networkName: 'seg-nodes', dhcp4: true }] },
    customVMXKeys: { 'stealclock.enable': 'TRUE' },
    server: 'vc1.lab.test',
    datacenter: 'Halle',
    datastore: '/Halle/datastore/vsan01',
    folder: '/Halle/vm/ocp1-x7k2p',
    resourcePool: '/Halle/host/cl-a/Resources',
  },
});

/** The ways of a value between the two APIs on vSphere. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(vsphereFixture);
