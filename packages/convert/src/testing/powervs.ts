import { powervs } from '../platforms/powervs/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

/** The workspace of the cluster. */
export const workspace = { id: 'e449d86e-c3a0-4c07-959e-8557fdf55482', name: 'ocp1-workspace' };

/** A cluster on Power VS in dal10, whose IBMPowerVSCluster knows its workspace by id and name. */
export const powervsFixture = fixtureOf({
  platform: powervs,
  platformStatus: { type: 'PowerVS', powervs: { region: 'dal', zone: 'dal10' } },
  infraCluster: {
    metadata: { name: 'ocp1-x7k2p' },
    spec: { serviceInstance: { name: workspace.name }, serviceInstanceID: '', network: {} },
    status: { ready: true, serviceInstance: { id: workspace.id } },
  },
  provider: {
    serviceInstance: { type: 'ID', id: workspace.id },
    image: { type: 'Name', name: 'rhcos-ocp1-x7k2p' },
    network: { type: 'RegEx', regex: '^DHCPSERVER.*ocp1-x7k2p.*_Private$' },
    keyPairName: 'ocp1-x7k2p-key',
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'powervs-credentials' },
  },
  infraSpec: {
    serviceInstanceID: '',
    serviceInstance: { id: workspace.id },
    image: { name: 'rhcos-ocp1-x7k2p' },
    network: { regex: '^DHCPSERVER.*ocp1-x7k2p.*_Private$' },
    sshKey: 'ocp1-x7k2p-key',
  },
});

export const { provider, infraSpec, mapiMachine, mapiSet, capiMachine, capiSet, converter } = powervsFixture;

/** The ways of a value between the two APIs on Power VS. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(powervsFixture);
