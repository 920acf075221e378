import { afterEach, beforeEach, expect, test } from 'vitest';
import { plain } from './pairs.ts';
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

test('a mirror of a set that was made again is replaced, so garbage collection, which is after the old one, never meets the new', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet());
  await createMember();
  await rig.untilSynchronized('mapi', name);
  const before = await rig.get('capi', name);
  await rig.admin.delete(rig.ref('capiSet', set));
  const after = await rig.until('capi', name, 'made again', ({ metadata }) => metadata.uid !== before.metadata.uid);
  expect(after.metadata['ownerReferences']).toMatchObject([ownerReference(await rig.get('capiSet', set))]);
  await rig.until('infra', name, "the new mirror's", ({ metadata }) =>
    JSON.stringify(metadata['ownerReferences']).includes(String(after.metadata.uid)),
  );
  expect((await rig.get('mapi', name)).metadata.deletionTimestamp).toBeUndefined();
});

test('garbage collection of the machines of a mirror that was deleted takes none along', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet(aws.provider(), { set: { authoritativeAPI: 'ClusterAPI' } }));
  await rig.admin.mergePatch(rig.ref('mapiSet', set), {
    metadata: { finalizers: ['example.com/slow', 'sync.machine.openshift.io/finalizer'] },
  });
  const [machine, infra] = plain(aws.capiMachine());
  const owner = { ...ownerReference(await rig.get('capiSet', set)), controller: true, blockOwnerDeletion: true };
  await rig.create(infra);
  await rig.create({ ...machine, metadata: { ...Object(machine['metadata']), ownerReferences: [owner] } });
  await rig.untilSynchronized('mapi', name);
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.until('mapiSet', set, 'let go of', ({ metadata }) => metadata.finalizers?.join() === 'example.com/slow');
  // What foreground deletion does while the set is still there, and any other after it.
  await rig.admin.delete(rig.ref('mapi', name));
  await rig.untilGone('mapi', name);
  await rig.patch('mapiSet', set, { metadata: { finalizers: null } });
  await rig.untilGone('mapiSet', set);
  const free = await rig.until('capi', name, 'free', ({ metadata }) => (metadata.finalizers ?? []).length === 0);
  expect(free.metadata.deletionTimestamp).toBeUndefined();
});

test('a Machine API mirror whose set was deleted and made again is collected and made again; the machine that runs never notices', async () => {
  await rig.start();
  const byClusterApi = aws.mapiSet(aws.provider(), { set: { authoritativeAPI: 'ClusterAPI' } });
  await createSet(rig, byClusterApi);
  const owner = { ...ownerReference(await rig.get('capiSet', set)), controller: true, blockOwnerDeletion: true };
  const [machine, infra] = plain(aws.capiMachine(aws.infraSpec(), {}, { ownerReferences: [owner] }));
  await rig.create(infra);
  const source = await rig.create(machine);
  const mirror = await rig.untilSynchronized('mapi', name);
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
  const again = await createSet(rig, byClusterApi);
  await rig.patch('capi', name, { metadata: { labels: { seen: 'yes' } } });
  const seen = await rig.until('mapi', name, 'labelled', ({ metadata }) => metadata.labels?.['seen'] === 'yes');
  expect(seen.metadata['ownerReferences']).toEqual(mirror.metadata['ownerReferences']);
  // What garbage collection does, which is not here: the owner of that uid is gone.
  await rig.admin.delete(rig.ref('mapi', name));
  const made = await rig.until('mapi', name, 'made again', ({ metadata }) => metadata.uid !== mirror.metadata.uid);
  expect(made.metadata['ownerReferences']).toMatchObject([ownerReference(again)]);
  expect((await rig.get('capi', name)).metadata).toMatchObject({ uid: source.metadata.uid });
  expect((await rig.get('capi', name)).metadata.deletionTimestamp).toBeUndefined();
});
