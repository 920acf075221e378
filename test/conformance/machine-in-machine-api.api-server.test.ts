import type { KubeObject } from '@capstan/kube';
import { sleep } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { says, statusOf } from '../e2e/objects.ts';
import { ask, conformanceForAll, createMachine, goes, running, untilActs, untilMachineGone, untilRuns } from './rig.ts';

const rigNow = conformanceForAll();
const name = 'worker-1';

test('(7) a Machine that is made in Machine API acts there, in step, and its mirror in Cluster API is paused', async () => {
  const rig = rigNow();
  await createMachine(rig, name);
  const machine = await untilActs(rig, 'MachineAPI', name);
  expect(statusOf(machine)).toMatchObject({ authoritativeAPI: 'MachineAPI' });
  await untilRuns(rig, name);
});

test.each([
  ['(8) deleted in Machine API, which acts,', 'mapi'],
  ['(9) deleted by its mirror in Cluster API', 'capi'],
] as const)('%s the machine goes on both sides, and its instance is ended once, by Machine API', async (_, slot) => {
  const rig = rigNow();
  const ended = rig.aws.done('TerminateInstances').length;
  await createMachine(rig, name);
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  await rig.delete(slot, name);
  await untilMachineGone(rig, name);
  expect(rig.aws.done('TerminateInstances').slice(ended)).toEqual([expect.stringMatching(/^machine-api /)]);
});

test('(10) a machine that went to Cluster API and came back is on the same instance, and deleted it goes on both sides', async () => {
  const rig = rigNow();
  await createMachine(rig, name);
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  const before = await running(rig);
  await goes(rig, name, ['ClusterAPI', 'MachineAPI']);
  expect(await running(rig)).toEqual(before);
  await rig.delete('mapi', name);
  await untilMachineGone(rig, name);
});

/** How long it is looked at: several of the managers' periods of 5 s. */
const watchedMs = 12_000;

test('(11) once a machine runs it stays synchronized, and no object of it is made again, whichever API acts', async () => {
  const rig = rigNow();
  const names = ['stays', 'moved'];
  for (const each of names) await createMachine(rig, each);
  for (const each of names) await untilActs(rig, 'MachineAPI', each);
  for (const each of names) await untilRuns(rig, each);
  await ask(rig, 'ClusterAPI', 'moved');
  await untilActs(rig, 'ClusterAPI', 'moved');
  await untilRuns(rig, 'moved');
  const identities = async () => {
    const slots = ['mapi', 'capi', 'infra'] as const;
    return (await Promise.all(slots.map((slot) => rig.list(slot)))).flat().map(uidOf);
  };
  const before = await identities();
  const until = performance.now() + watchedMs;
  while (performance.now() < until) {
    for (const machine of await rig.list('mapi')) expect(machine).toSatisfy(says('Synchronized', 'True'));
    // That nothing happens leaves no trace to wait for.
    await sleep(200);
  }
  expect(await identities()).toEqual(before);
});

function uidOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name} ${metadata.uid}`;
}
