import type { JsonObject } from '@capstan/api';
import { expect, test } from 'vitest';
import { aws, eventsOf, held, isPaused, pairInMachineApi, rigForEach, untilLooked } from './machine-rig.ts';
import type { Rig } from './rig.ts';

const rig = rigForEach();

async function setInMachineApi(of: Rig): Promise<JsonObject[]> {
  const { apiVersion, kind, metadata } = await of.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI' });
  await of.untilSynchronized('mapiSet', 'workers');
  return [{ apiVersion, kind, name: 'workers', uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true }];
}

test("MachineAPI: a mirror that is collected because its set's mirror went is made again, and the Machine stays (OCPBUGS-56897)", async () => {
  await rig().start();
  await pairInMachineApi(rig(), { ownerReferences: await setInMachineApi(rig()) });
  const before = await rig().get('capi', 'worker-1');
  const { uid } = (await rig().get('capiSet', 'workers')).metadata;
  await rig().admin.delete(rig().ref('capiSet', 'workers'));
  // As garbage collection does; the set is made again meanwhile.
  await rig().admin.delete(rig().ref('capi', 'worker-1'), { preconditions: { uid: before.metadata.uid ?? '' } });
  const set = await rig().until('capiSet', 'workers', 'new', ({ metadata }) => metadata.uid !== uid);
  const capi = await rig().until('capi', 'worker-1', 'new', ({ metadata }) => metadata.uid !== before.metadata.uid);
  expect(capi.metadata['ownerReferences']).toMatchObject([{ kind: 'MachineSet', uid: set.metadata.uid }]);
  const infra = await rig().until('infra', 'worker-1', "the new Machine's", ({ metadata }) =>
    JSON.stringify(metadata['ownerReferences']).includes(capi.metadata.uid ?? ''),
  );
  expect([capi, infra].map(isPaused)).toEqual([true, true]);
  await untilLooked(rig());
  expect((await rig().get('mapi', 'worker-1')).metadata.deletionTimestamp).toBeUndefined();
  expect(await eventsOf(rig())).not.toContain('Warning MirrorDeleted');
});

test('MachineAPI: a mirror that a user deletes while its set is there takes the Machine along', async () => {
  await rig().start();
  await pairInMachineApi(rig(), { ownerReferences: await setInMachineApi(rig()) });
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().until('mapi', 'worker-1', 'going', ({ metadata }) => metadata.deletionTimestamp !== undefined);
  await rig().patch('mapi', 'worker-1', { metadata: { finalizers: [held.sync] } });
  for (const slot of ['mapi', 'capi', 'infra'] as const) await rig().untilGone(slot, 'worker-1');
});
