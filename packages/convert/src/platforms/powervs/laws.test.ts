import { describeLaws } from '../../testing/laws.ts';
import { powervsFixture, workspace } from '../../testing/powervs.ts';
import { powervsFacts } from './facts.ts';
import { powervs } from './platform.ts';

const { facts } = powervsFacts({
  infrastructure: powervsFixture.infrastructure(),
  infraCluster: {
    spec: { serviceInstance: { name: workspace.name } },
    status: { serviceInstance: { id: workspace.id } },
  },
  derived: undefined,
});

describeLaws(powervs, facts, {
  mapi: {
    defaults: [
      ['kind', 'PowerVSMachineProviderConfig'],
      ['apiVersion', 'machine.openshift.io/v1'],
      ['credentialsSecret/name', 'powervs-credentials'],
      ['userDataSecret/name', 'worker-user-data'],
      ['systemType', 's922'],
      ['processorType', 'Shared'],
      ['processors', '0.5'],
      ['memoryGiB', 32],
    ],
    sets: [],
    keepEmpty: [],
    maps: [],
    zero: ['memoryGiB', 'processors'],
    whereSet: [],
  },
  capi: {
    defaults: [
      ['systemType', 's922'],
      ['processorType', 'Shared'],
      ['processors', '0.25'],
      ['memoryGiB', 2],
    ],
    sets: [],
    keepEmpty: ['imageRef'],
    maps: [],
    zero: ['memoryGiB', 'processors'],
    whereSet: [],
  },
});
