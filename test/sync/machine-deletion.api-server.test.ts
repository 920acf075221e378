import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import {
  eventsOf,
  held,
  isPaused,
  letGo,
  machineInClusterApi,
  pairInClusterApi,
  pairInMachineApi,
  rigForEach,
  untilLooked,
} from './machine-rig.ts';
import type { Rig } from './rig.ts';

const rig = rigForEach();
const slots = ['mapi', 'capi', 'infra'] as const;
const isDeleting = ({ metadata }: { metadata: { deletionTimestamp?: string } }) =>
  metadata.deletionTimestamp !== undefined;

async function untilAllGone(of: Rig): Promise<void> {
  for (const slot of slots) await of.untilGone(slot, 'worker-1');
}

test('MachineAPI: a deleted Machine goes with its mirrors, after Machine API has ended the instance', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  await rig().patch('infra', 'worker-1', { metadata: { finalizers: [held.sync, held.provider] } });
  await rig().admin.delete(rig().ref('mapi', 'worker-1'));
  const capi = await rig().until('capi', 'worker-1', 'going', isDeleting);
  const infra = await rig().until('infra', 'worker-1', 'going', isDeleting);
  await untilLooked(rig());
  expect([capi.metadata.finalizers, infra.metadata.finalizers]).toEqual([
    [held.sync, held.core],
    [held.sync, held.provider],
  ]);
  expect([capi, infra].map(isPaused)).toEqual([true, true]);
  await letGo(rig(), 'mapi', held.mao);
  await untilAllGone(rig());
});

test('MachineAPI: a mirror that a user deletes takes the Machine along, with a warning', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().until('mapi', 'worker-1', 'going', isDeleting);
  await letGo(rig(), 'mapi', held.mao);
  await untilAllGone(rig());
  await until('the event', async () => ((await eventsOf(rig())).includes('Warning MirrorDeleted') ? true : undefined));
});

test('MachineAPI: an infra machine that is deleted by itself is made again, with nothing else changed', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  const { uid } = (await rig().get('infra', 'worker-1')).metadata;
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await rig().until('infra', 'worker-1', 'new', ({ metadata }) => metadata.uid !== uid && !isDeleting({ metadata }));
  expect(isDeleting(await rig().get('mapi', 'worker-1'))).toBe(false);
});

test('MachineAPI: a Machine taken away by force leaves its mirrors paused, and an event says what to do', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  await rig().stop();
  await rig().admin.delete(rig().ref('mapi', 'worker-1'));
  await rig().patch('mapi', 'worker-1', { metadata: { finalizers: [] } });
  await rig().start();
  await until('the event', async () => ((await eventsOf(rig())).includes('Warning OrphanedMirror') ? true : undefined));
  for (const slot of ['capi', 'infra'] as const) {
    const mirror = await rig().get(slot, 'worker-1');
    expect([isPaused(mirror), isDeleting(mirror)]).toEqual([true, false]);
  }
  // The way out: whoever decides that the instance is gone deletes the mirror, and nothing is left.
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().untilGone('capi', 'worker-1');
  await rig().untilGone('infra', 'worker-1');
});

test('ClusterAPI: a deleted Machine goes after its provider has ended the instance, and its mirror with it', async () => {
  await rig().start();
  await pairInClusterApi(rig());
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().until('mapi', 'worker-1', 'going', isDeleting);
  await untilLooked(rig());
  // As Cluster API's controllers do.
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await letGo(rig(), 'infra', held.provider);
  await rig().untilGone('infra', 'worker-1');
  expect(isPaused(await rig().get('capi', 'worker-1'))).toBe(false);
  await letGo(rig(), 'capi', held.core);
  await untilAllGone(rig());
});

test('ClusterAPI: a mirror that a user deletes takes the Machine along, with a warning', async () => {
  await rig().start();
  await pairInClusterApi(rig());
  await rig().admin.delete(rig().ref('mapi', 'worker-1'));
  await rig().until('capi', 'worker-1', 'going', isDeleting);
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await letGo(rig(), 'infra', held.provider);
  await rig().untilGone('infra', 'worker-1');
  await letGo(rig(), 'capi', held.core);
  await untilAllGone(rig());
  await until('the event', async () => ((await eventsOf(rig())).includes('Warning MirrorDeleted') ? true : undefined));
});

test('ClusterAPI: a Machine that is going although its mirror is gone is let go of (stuck finalizer)', async () => {
  await machineInClusterApi(rig(), { metadata: { finalizers: [held.sync, held.core] } });
  await rig().patch('infra', 'worker-1', { metadata: { finalizers: [held.sync, held.provider] } });
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await rig().start();
  await letGo(rig(), 'infra', held.provider);
  await rig().untilGone('infra', 'worker-1');
  await letGo(rig(), 'capi', held.core);
  await rig().untilGone('capi', 'worker-1');
});

test('a Machine that was never mirrored is let go of without a failure (nil-wrapped error)', async () => {
  await rig().create(
    {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'Machine',
      metadata: { name: 'worker-1', namespace: 'n', finalizers: [held.sync] },
      spec: {},
    },
    { authoritativeAPI: 'MachineAPI' },
  );
  await rig().admin.delete(rig().ref('mapi', 'worker-1'));
  await rig().start();
  await rig().untilGone('mapi', 'worker-1');
  expect(await eventsOf(rig())).toEqual([]);
});
