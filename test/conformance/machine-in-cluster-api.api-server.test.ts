import { expect, test } from 'vitest';
import { statusOf } from '../e2e/objects.ts';
import { createClusterApiMachine } from './made-in-cluster-api.ts';
import {
  type Conformance,
  conformanceForAll,
  createMachine,
  goes,
  running,
  untilActs,
  untilMachineGone,
  untilRuns,
} from './rig.ts';

const rigNow = conformanceForAll();
const name = 'worker-1';
const wanted = { authoritativeAPI: 'ClusterAPI' };

/** A Machine that runs in Cluster API and has a mirror. */
async function runningThere(rig: Conformance, isThere = false): Promise<void> {
  if (isThere) {
    await createClusterApiMachine(rig, name);
    await rig.until('capi', name, 'running', (machine) => statusOf(machine)['phase'] === 'Running');
  }
  await createMachine(rig, name, wanted);
  await untilActs(rig, 'ClusterAPI', name);
  await untilRuns(rig, name);
}

test('(1) a Machine API Machine that is made beside one of Cluster API shows it: nothing of that is made again, its instance included', async () => {
  const rig = rigNow();
  const made = rig.aws.done('RunInstances').length;
  await createClusterApiMachine(rig, name);
  await rig.until('capi', name, 'running', (machine) => statusOf(machine)['phase'] === 'Running');
  const before = [await rig.get('capi', name), await rig.get('infra', name)];
  await createMachine(rig, name, wanted);
  await untilActs(rig, 'ClusterAPI', name);
  await untilRuns(rig, name);
  const after = [await rig.get('capi', name), await rig.get('infra', name)];
  expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
  expect(rig.aws.done('RunInstances').slice(made)).toHaveLength(1);
});

test('(2) a Machine that is to start in Cluster API gets an instance there, and runs', async () => {
  const rig = rigNow();
  const made = rig.aws.done('RunInstances').length;
  await runningThere(rig);
  expect(rig.aws.done('RunInstances').slice(made)).toEqual([expect.stringMatching(/^capa /)]);
});

test.each([
  ['(3) deleted by its mirror in Machine API', 'mapi'],
  ['(4) deleted in Cluster API, which acts,', 'capi'],
] as const)('%s the machine goes on both sides, and its instance is ended once, by Cluster API', async (_, slot) => {
  const rig = rigNow();
  const ended = rig.aws.done('TerminateInstances').length;
  await runningThere(rig);
  await rig.delete(slot, name);
  await untilMachineGone(rig, name);
  expect(rig.aws.done('TerminateInstances').slice(ended)).toEqual([expect.stringMatching(/^capa /)]);
});

test.each([
  ['(5) a machine that started in Cluster API', false],
  ['(6) a machine that Cluster API had before it had a mirror', true],
] as const)(
  '%s goes to Machine API and back on one instance, and deleted it goes on both sides',
  async (_, isThere) => {
    const rig = rigNow();
    await runningThere(rig, isThere);
    const before = await running(rig);
    expect(before).toHaveLength(1);
    await goes(rig, name, ['MachineAPI', 'ClusterAPI']);
    expect(await running(rig)).toEqual(before);
    await rig.delete('capi', name);
    await untilMachineGone(rig, name);
  },
);
