import { applyCrds } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { machineAutoscaler, machineAutoscalerCrd } from '../e2e/machine-autoscaler.ts';
import { statusOf } from '../e2e/objects.ts';
import {
  type Api,
  ask,
  type Conformance,
  conformanceForAll,
  createMachine,
  createSet,
  running,
  set,
  untilActs,
  untilEvent,
  untilRuns,
} from './rig.ts';
import { moveSet, untilScaled } from './sets.ts';

const rigNow = conformanceForAll();
const name = 'worker-1';

async function machineIn(rig: Conformance, api: Api): Promise<void> {
  await createMachine(rig, name, { authoritativeAPI: api });
  await untilActs(rig, api, name);
  await untilRuns(rig, name);
}

/** The controllers of an API are out, until `back` or the end of the test: Machine API's are stopped, CAPA hangs. */
async function outage(rig: Conformance, api: Api): Promise<() => Promise<void>> {
  let isOut = true;
  const { pid } = rig.managers['aws-provider-manager'] ?? {};
  if (pid === undefined) throw new Error('CAPA does not run');
  if (api === 'MachineAPI') await rig.machineApi.stop();
  else process.kill(pid, 'SIGSTOP');
  const back = async (): Promise<void> => {
    if (!isOut) return;
    isOut = false;
    if (api === 'MachineAPI') await rig.machineApi.start();
    else process.kill(pid, 'SIGCONT');
  };
  onTestFinished(back);
  return back;
}

const other = (api: Api): Api => (api === 'MachineAPI' ? 'ClusterAPI' : 'MachineAPI');

function untilMigrating(rig: Conformance): Promise<unknown> {
  return rig.until('mapi', name, 'Migrating', (machine) => statusOf(machine)['authoritativeAPI'] === 'Migrating');
}

/** A machine that is to leave an API whose controllers are out, and waits for them to stop; what ran before, and how they come back. */
async function heldInMigrating(from: Api) {
  const rig = rigNow();
  await machineIn(rig, from);
  const before = await running(rig);
  const back = await outage(rig, from);
  await ask(rig, other(from), name);
  await untilMigrating(rig);
  return { rig, before, back };
}

const apis = ['MachineAPI', 'ClusterAPI'] as const;

test.each(apis)(
  'a migration that is taken back while it waits for %s to stop leaves the machine where it was',
  async (from) => {
    const { rig, before, back } = await heldInMigrating(from);
    await ask(rig, from, name);
    await rig.until('mapi', name, 'taken back', (machine) => statusOf(machine)['authoritativeAPI'] === from);
    await back();
    await untilActs(rig, from, name);
    expect(await running(rig)).toEqual(before);
    expect(await untilEvent(rig, 'MigrationCancelled', name)).toContain('cancelled');
  },
);

test.each(apis)('what is edited on the side of %s while neither API acts is on both sides afterwards', async (from) => {
  const { rig, back } = await heldInMigrating(from);
  const [source, target] = from === 'MachineAPI' ? (['mapi', 'capi'] as const) : (['capi', 'mapi'] as const);
  await rig.patch(source, name, { metadata: { labels: { colour: 'red' } } });
  if (source === 'mapi') {
    const preTerminate = [{ name: 'backup', owner: 'keeper' }];
    await rig.patch(source, name, { spec: { lifecycleHooks: { preTerminate } } });
  } else {
    const annotations = { 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/backup': 'keeper' };
    await rig.patch(source, name, { metadata: { annotations } });
  }
  await back();
  await untilActs(rig, other(from), name);
  const { metadata, spec } = await rig.get(target, name);
  expect(metadata.labels).toMatchObject({ colour: 'red' });
  expect(JSON.stringify([metadata.annotations, spec])).toContain('backup');
  await rig.patch('mapi', name, { spec: { lifecycleHooks: null } });
  await rig.patch('capi', name, {
    metadata: { annotations: { 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/backup': null } },
  });
});

test.each(apis)(
  'with the controllers of %s out a machine waits for them to stop, and goes on when they are back, also under another operator',
  async (from) => {
    const { rig, before, back } = await heldInMigrating(from);
    await rig.restartOperator();
    await untilMigrating(rig);
    await back();
    await untilActs(rig, other(from), name);
    expect(await running(rig)).toEqual(before);
  },
);

test('handed to a Cluster API whose provider is out, a machine is nobody’s until that is back, and nothing happens to its instance', async () => {
  const rig = rigNow();
  await machineIn(rig, 'MachineAPI');
  const before = await running(rig);
  const back = await outage(rig, 'ClusterAPI');
  await ask(rig, 'ClusterAPI', name);
  await rig.until('mapi', name, 'handed over', (machine) => statusOf(machine)['authoritativeAPI'] === 'ClusterAPI');
  expect(await running(rig)).toEqual(before);
  await back();
  await untilActs(rig, 'ClusterAPI', name);
  await untilRuns(rig, name);
  expect(await running(rig)).toEqual(before);
});

test('ten machines that are asked for at once change hands and come back, on the same instances', async () => {
  const rig = rigNow();
  const names = Array.from({ length: 10 }, (_, index) => `worker-${index}`);
  await Promise.all(names.map((each) => createMachine(rig, each)));
  for (const each of names) await untilRuns(rig, each);
  const before = await running(rig);
  expect(before).toHaveLength(10);
  for (const to of ['ClusterAPI', 'MachineAPI'] as const) {
    await Promise.all(names.map((each) => ask(rig, to, each)));
    for (const each of names) await untilActs(rig, to, each);
  }
  expect(await running(rig)).toEqual(before);
});

test('a set that a MachineAutoscaler scales stays where it is and says why, and goes when that is gone', async () => {
  const rig = rigNow();
  await applyCrds(rig.admin, [machineAutoscalerCrd]);
  // One that is new knows the kind at once.
  await rig.restartOperator();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 1);
  await untilActs(rig, 'MachineAPI', set, 'set');
  await untilScaled(rig, 1, 1);
  const autoscaler = machineAutoscaler('scale-workers', set);
  await rig.admin.create(autoscaler);
  await rig.until('mapiSet', set, 'marked', ({ metadata }) => JSON.stringify(metadata).includes('autoscaled-by'));
  await ask(rig, 'ClusterAPI', set, 'set');
  expect(await untilEvent(rig, 'MigrationWaiting', set)).toContain('scale-workers');
  expect(statusOf(await rig.get('mapiSet', set))['authoritativeAPI']).toBe('MachineAPI');
  const { apiVersion, kind, metadata } = autoscaler;
  await rig.admin.delete({ apiVersion, kind, ...metadata });
  await moveSet(rig, 'ClusterAPI');
});
