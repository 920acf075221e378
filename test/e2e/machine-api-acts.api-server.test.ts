import type { KubeObject } from '@capstan/kube';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { isInStep, runsInStep, says } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

const set = 'workers';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole({ clusterApiManager: true, controllerManager: true });
  await whole.startOperator();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});
afterEach(async () => {
  // What a failed test has left would be in the way of the next.
  for (const slot of ['mapiSet', 'mapi'] as const) {
    for (const name of await whole.names(slot)) await whole.delete(slot, name).catch(() => undefined);
  }
  await untilNothing();
});

/** Makes the set, and waits until its machines run and have mirrors that Cluster API has seen. */
async function createWorkers(replicas = 2): Promise<KubeObject[]> {
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet(aws.provider(), { set: { replicas } }))));
  await whole.until('mapiSet', set, 'in step', isInStep);
  return untilRunning(replicas);
}

async function untilRunning(count: number): Promise<KubeObject[]> {
  const machines = await whole.untilCount('mapi', count, runsInStep);
  await whole.untilCount('capi', count, says('Paused', 'True'));
  return machines;
}

async function untilNothing(): Promise<void> {
  for (const slot of ['mapiSet', 'mapi', 'capiSet', 'capi', 'infra', 'template'] as const) {
    await whole.untilCount(slot, 0);
  }
}

const uids = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.uid);

test('a set that is scaled up and down has mirrors for as many machines, and an instance for each', async () => {
  await createWorkers(1);
  await whole.patch('mapiSet', set, { spec: { replicas: 4 } });
  const four = await untilRunning(4);
  expect(await whole.names('capi')).toEqual(four.map(({ metadata }) => metadata.name));
  await whole.until('capiSet', set, 'counted', ({ spec, status }) =>
    [spec, status].every((part) => JSON.stringify(part).includes('"replicas":4')),
  );
  await whole.patch('mapiSet', set, { spec: { replicas: 1 } });
  const [left] = await untilRunning(1);
  await whole.untilCount('infra', 1);
  expect(await whole.names('capi')).toEqual([left?.metadata.name]);
  expect(whole.cloud.running().map(({ machine }) => machine)).toEqual([`openshift-machine-api/${left?.metadata.name}`]);
});

test.each(['Background', 'Foreground'] as const)(
  'a set that is deleted (%s) goes with its machines, all mirrors, and all instances',
  async (propagation) => {
    const creates = whole.cloud.creates;
    await createWorkers();
    await whole.delete('mapiSet', set, propagation);
    await untilNothing();
    expect(whole.cloud.running()).toEqual([]);
    expect(whole.cloud.creates).toBe(creates + 2);
  },
);

test('a set that is deleted without its machines leaves them, their mirrors and their instances in step', async () => {
  const before = await createWorkers();
  await whole.delete('mapiSet', set, 'Orphan');
  await whole.untilGone('mapiSet', set);
  await whole.untilGone('capiSet', set);
  await whole.untilCount('template', 0);
  const after = await untilRunning(2);
  expect(uids(after)).toEqual(uids(before));
  const mirrors = await whole.untilCount('capi', 2, ownedBy('Cluster'));
  expect(mirrors.map(({ metadata }) => metadata.name)).toEqual(after.map(({ metadata }) => metadata.name));
  expect(whole.cloud.running()).toHaveLength(2);
});

test.each(['Background', 'Foreground', 'Orphan'] as const)(
  'a mirror of a set that is deleted (%s) is made again with those of its machines; no machine goes',
  async (propagation) => {
    const machines = await createWorkers();
    const mirror = await whole.get('capiSet', set);
    const { creates, terminations } = whole.cloud;
    await whole.delete('capiSet', set, propagation);
    const again = await whole.until(
      'capiSet',
      set,
      'made again',
      ({ metadata }) => metadata.uid !== mirror.metadata.uid,
    );
    const isOwned = (machine: KubeObject) =>
      JSON.stringify(machine.metadata['ownerReferences'] ?? []).includes(again.metadata.uid ?? '-');
    await whole.untilCount('capi', 2, (machine) => isOwned(machine) && says('Paused', 'True')(machine));
    await whole.untilCount('infra', 2, ({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(uids(await untilRunning(2))).toEqual(uids(machines));
    expect([whole.cloud.creates, whole.cloud.terminations]).toEqual([creates, terminations]);
  },
);

function ownedBy(kind: string): (object: KubeObject) => boolean {
  return ({ metadata }) => JSON.stringify(metadata['ownerReferences'] ?? []).includes(`"kind":"${kind}"`);
}
