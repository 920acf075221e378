import { afterEach, beforeEach, expect, test } from 'vitest';
import { conditionOf, type Rig, startRig } from './rig.ts';
import { createSet, fixtureOf, ownerReference, set, untilFailed, untilInStep } from './sets.ts';

const aws = fixtureOf('AWS');
const name = 'worker-1';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
});
afterEach(() => rig.stop());

/** A Machine that the set owns, as Machine API's MachineSet controller makes it. */
async function createMember(): Promise<void> {
  const owner = { ...ownerReference(await rig.get('mapiSet', set)), controller: true, blockOwnerDeletion: true };
  const machine = aws.mapiMachine(aws.provider(), {}, { ownerReferences: [owner] });
  await rig.create(machine, { authoritativeAPI: 'MachineAPI', phase: 'Running' });
}

test("a machine's mirror is owned by the mirror of its set, and selected by it", async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet());
  await createMember();
  await rig.untilSynchronized('mapi', name);
  const { metadata } = await rig.get('capi', name);
  expect(metadata['ownerReferences']).toMatchObject([
    { ...ownerReference(await rig.get('capiSet', set)), controller: true },
  ]);
  expect(metadata.labels).toHaveProperty(['cluster.x-k8s.io/set-name'], set);
});

test('a machine whose set cannot be mirrored says so with the name of the set and its reason, and goes on when the set does', async () => {
  await rig.start();
  await rig.create(aws.mapiSet(aws.provider({ nobodyKnowsThis: 'x' })), { authoritativeAPI: 'MachineAPI' });
  await createMember();
  await untilFailed(rig, 'mapiSet');
  expect(await untilFailed(rig, 'mapi', name)).toMatchObject({
    reason: 'FailedToConvertMAPIMachineToCAPI',
    message: expect.stringMatching(/MachineSet workers.*FailedToConvertMAPIMachineSetToCAPI.*nobodyKnowsThis/),
  });
  await rig.patch('mapiSet', set, {
    spec: { template: { spec: { providerSpec: { value: { nobodyKnowsThis: null } } } } },
  });
  await untilInStep(rig);
  await rig.untilSynchronized('mapi', name);
});

test('a machine that is looked at before its set has a mirror says nothing: there is nothing wrong', async () => {
  await rig.create(aws.mapiSet());
  await createMember();
  await rig.start();
  // Nobody has said yet which API acts on the set, so its mirror is still to come.
  await createOther();
  expect(conditionOf(await rig.get('mapi', name), 'Synchronized')).toBeUndefined();
  await rig.setStatus(await rig.get('mapiSet', set), { authoritativeAPI: 'MachineAPI' });
  await rig.untilSynchronized('mapi', name);
  const { items } = await rig.admin.list({
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    namespace: rig.namespaces.machineApi,
  });
  expect(items.filter((event) => event['type'] === 'Warning')).toEqual([]);
});

/** Another machine, without a set: when it is in step, the first was looked at. */
async function createOther(): Promise<void> {
  const other = aws.mapiMachine(aws.provider(), {}, { name: 'worker-2' });
  await rig.create(other, { authoritativeAPI: 'MachineAPI', phase: 'Running' });
  await rig.untilSynchronized('mapi', 'worker-2');
}

test('garbage collection after the deletion of a mirror takes no machine along: their mirrors are made again', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet());
  await createMember();
  await rig.untilSynchronized('mapi', name);
  const before = await rig.get('capi', name);
  const { uid } = (await rig.get('capiSet', set)).metadata;
  await rig.admin.delete(rig.ref('capiSet', set));
  await rig.until('capiSet', set, 'made again', ({ metadata }) => metadata.uid !== uid);
  // What garbage collection does next, which is not here, where sync has not given the mirror its new owner yet.
  await rig.patch('capi', name, { metadata: { ownerReferences: before.metadata['ownerReferences'] } });
  await rig.admin.delete(rig.ref('capi', name));
  await rig.until('capi', name, 'made again or kept', ({ metadata }) => metadata.deletionTimestamp === undefined);
  expect((await rig.get('mapi', name)).metadata.deletionTimestamp).toBeUndefined();
});
