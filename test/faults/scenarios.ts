import type { JsonObject } from '@capstan/api';
import type { Fixture } from '@capstan/convert/testing';
import { until } from '@capstan/kube/testing';
import { isPaused } from '../sync/machine-rig.ts';
import type { Rig } from '../sync/rig.ts';
import { set, statusOf, templateNames, untilInStep } from '../sync/sets.ts';

/** Something that a user or another controller does, and what it ends in. */
export interface Scenario {
  readonly name: string;
  /** What is there before, in step. */
  before(rig: Rig, fixture: Fixture): Promise<void>;
  act(rig: Rig, fixture: Fixture): Promise<void>;
  /** Resolves when all that follows has been done. */
  settled(rig: Rig): Promise<unknown>;
}

const machine = 'worker-1';
const nothing = async (): Promise<void> => undefined;

async function makeMachine(rig: Rig, fixture: Fixture, authority: 'MachineAPI' | 'ClusterAPI'): Promise<void> {
  const finalizers = authority === 'MachineAPI' ? ['machine.machine.openshift.io'] : [];
  const object = fixture.mapiMachine(fixture.provider(), { authoritativeAPI: authority }, { finalizers });
  await rig.create(object, { authoritativeAPI: authority, ...(authority === 'MachineAPI' && { phase: 'Running' }) });
}

async function makeSet(rig: Rig, fixture: Fixture, authority: 'MachineAPI' | 'ClusterAPI'): Promise<void> {
  const object = fixture.mapiSet(fixture.provider(), { set: { authoritativeAPI: authority } });
  await rig.create(object, { authoritativeAPI: authority, replicas: 2 });
}

const labels = (colour: string): JsonObject => ({ metadata: { labels: { colour } } });

const empty = (rig: Rig): Promise<true> =>
  until('everything to be gone', async () => {
    const lists = await Promise.all(
      (['mapi', 'capi', 'infra', 'mapiSet', 'capiSet', 'template'] as const).map(rig.list),
    );
    return lists.every((list) => list.length === 0) || undefined;
  });

/** As the controller whose finalizer it is lets go of a Machine, as often as its write meets another's. */
async function letGoOf(rig: Rig, slot: 'mapi' | 'capi' | 'infra', finalizer: string): Promise<void> {
  await until(`the Machine to be let go of by ${finalizer}`, async () => {
    const found = await rig.get(slot, machine).catch(() => undefined);
    if (found === undefined) return true;
    const { finalizers = [], resourceVersion } = found.metadata;
    const left = finalizers.filter((each) => each !== finalizer);
    if (left.length === finalizers.length) return true;
    await rig.patch(slot, machine, { metadata: { finalizers: left, resourceVersion } }).catch(() => undefined);
    return undefined;
  });
}

const active = async (rig: Rig, slot: 'capi' | 'capiSet', name: string): Promise<void> => {
  await rig.until(slot, name, 'un-paused', (object) => !isPaused(object));
  if (slot === 'capi') await rig.until('infra', name, 'un-paused', (object) => !isPaused(object));
};

async function startedInClusterApi(rig: Rig): Promise<void> {
  await active(rig, 'capi', machine);
  // Said by the first look the other way, which comes last.
  await rig.until('mapi', machine, 'a mirror', (object) => statusOf(object)['providerStatus'] !== undefined);
}

/** What is killed at every write. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'a new Machine',
    before: nothing,
    act: (rig, fixture) => makeMachine(rig, fixture, 'MachineAPI'),
    settled: (rig) => rig.untilSynchronized('mapi', machine),
  },
  {
    name: 'a changed Machine',
    before: async (rig, fixture) => {
      await makeMachine(rig, fixture, 'MachineAPI');
      await rig.untilSynchronized('mapi', machine);
    },
    act: async (rig) => {
      const hook = [{ name: 'drain-gate', owner: 'storage' }];
      await rig.patch('mapi', machine, { ...labels('red'), spec: { lifecycleHooks: { preDrain: hook } } });
    },
    settled: async (rig) => {
      await rig.until('infra', machine, 'red', ({ metadata }) => metadata.labels?.['colour'] === 'red');
      await rig.until('mapi', machine, 'in step', (object) => statusOf(object)['synchronizedGeneration'] === 2);
    },
  },
  {
    name: 'a deleted Machine',
    before: async (rig, fixture) => {
      await makeMachine(rig, fixture, 'MachineAPI');
      await rig.untilSynchronized('mapi', machine);
    },
    act: async (rig) => {
      await rig.admin.delete(rig.ref('mapi', machine));
      await letGoOf(rig, 'mapi', 'machine.machine.openshift.io');
    },
    settled: empty,
  },
  {
    name: 'a Machine that starts in Cluster API',
    before: nothing,
    act: (rig, fixture) => makeMachine(rig, fixture, 'ClusterAPI'),
    settled: startedInClusterApi,
  },
  {
    name: 'a deleted Machine of Cluster API',
    before: async (rig, fixture) => {
      await makeMachine(rig, fixture, 'ClusterAPI');
      await startedInClusterApi(rig);
    },
    act: async (rig) => {
      await rig.admin.delete(rig.ref('capi', machine));
      // As Cluster API's controller does with the infra machine of a Machine that is to go, and then with the Machine.
      await rig.admin.delete(rig.ref('infra', machine));
      // As its provider does when the instance is ended.
      await letGoOf(rig, 'infra', `${rig.platform.infra.machineKind.toLowerCase()}.infrastructure.cluster.x-k8s.io`);
      await rig.untilGone('infra', machine);
      await letGoOf(rig, 'capi', 'machine.cluster.x-k8s.io');
    },
    settled: empty,
  },
  {
    name: 'a new MachineSet',
    before: nothing,
    act: (rig, fixture) => makeSet(rig, fixture, 'MachineAPI'),
    settled: (rig) => untilInStep(rig),
  },
  {
    name: 'a MachineSet with another template',
    before: async (rig, fixture) => {
      await makeSet(rig, fixture, 'MachineAPI');
      await untilInStep(rig);
    },
    act: async (rig, fixture) => {
      const value = fixture.type === 'AWS' ? { instanceType: 'm6i.4xlarge' } : {};
      const spec = { replicas: 3, template: { ...labels('red'), spec: { providerSpec: { value } } } };
      await rig.patch('mapiSet', set, { ...labels('blue'), spec });
    },
    settled: async (rig) => {
      await rig.until('mapiSet', set, 'in step', (object) => statusOf(object)['synchronizedGeneration'] === 2);
      await until('one template', async () => (await templateNames(rig)).length === 1 || undefined);
    },
  },
  {
    name: 'a deleted MachineSet',
    before: async (rig, fixture) => {
      await makeSet(rig, fixture, 'MachineAPI');
      await untilInStep(rig);
    },
    act: (rig) => rig.admin.delete(rig.ref('mapiSet', set)),
    settled: empty,
  },
  {
    name: 'a MachineSet that starts in Cluster API',
    before: nothing,
    act: (rig, fixture) => makeSet(rig, fixture, 'ClusterAPI'),
    settled: async (rig) => {
      await active(rig, 'capiSet', set);
      await rig.until('mapiSet', set, 'a mirror', (object) => statusOf(object)['labelSelector'] !== undefined);
    },
  },
  {
    name: 'a deleted MachineSet of Cluster API',
    before: async (rig, fixture) => {
      await makeSet(rig, fixture, 'ClusterAPI');
      await active(rig, 'capiSet', set);
      await untilInStep(rig);
    },
    act: (rig) => rig.admin.delete(rig.ref('capiSet', set)),
    settled: empty,
  },
];
