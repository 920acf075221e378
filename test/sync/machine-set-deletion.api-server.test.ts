import { afterEach, beforeEach, expect, test } from 'vitest';
import { writesText } from './recording-client.ts';
import { type Rig, startRig } from './rig.ts';
import { createSet, fixtureOf, ownerReference, set, statusOf, templateNames, untilInStep } from './sets.ts';

const aws = fixtureOf('AWS');

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
  await rig.start();
});
afterEach(() => rig.stop());

const untilEvent = (reason: string) =>
  rig.untilListed(
    { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: rig.namespaces.machineApi },
    `an event ${reason}`,
    (event) => event['reason'] === reason,
  );

const hold = (slot: 'mapiSet' | 'capiSet', finalizer: string) =>
  rig
    .get(slot, set)
    .then(({ metadata }) =>
      rig.patch(slot, set, { metadata: { finalizers: [...(metadata.finalizers ?? []), finalizer] } }),
    );

/** What garbage collection, which is not here, does when the machines have no owner any more: after sync has let go. */
const releaseOrphan = async (slot: 'mapiSet' | 'capiSet') => {
  await rig.until(slot, set, 'only orphaning', ({ metadata }) => metadata.finalizers?.join() === 'orphan');
  await rig.patch(slot, set, { metadata: { finalizers: null } });
  await rig.untilGone(slot, set);
};

/** A member of the set on both sides, on which the given API acts, as garbage collection and sync left it. */
async function createMember(authoritativeAPI: 'MachineAPI' | 'ClusterAPI') {
  const owner = { ...ownerReference(await rig.get('mapiSet', set)), controller: true, blockOwnerDeletion: true };
  const machine = aws.mapiMachine(aws.provider(), { authoritativeAPI }, { ownerReferences: [owner] });
  await rig.create(machine, { authoritativeAPI, phase: 'Running' });
  await rig.untilSynchronized('mapi', 'worker-1');
  const marker = 'capstan.openshift.io/authority';
  return rig.until(
    'capi',
    'worker-1',
    authoritativeAPI,
    ({ metadata }) => metadata.annotations?.[marker] === authoritativeAPI,
  );
}

test('a deleted MachineSet takes its mirror and its templates along, and goes last, with every finalizer', async () => {
  await createSet(rig, aws.mapiSet());
  // As Cluster API's controllers leave it on a mirror that was once theirs: paused, they never take it away.
  await hold('capiSet', 'cluster.x-k8s.io/machineset');
  const [template] = await templateNames(rig);
  const before = rig.writes().length;
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
  expect(await rig.list('capiSet')).toEqual([]);
  expect(await templateNames(rig)).toEqual([]);
  expect(writesText(rig.writes().slice(before))).toEqual([
    'delete MachineSet/workers',
    `delete AWSMachineTemplate/${template}`,
    'patch MachineSet/workers',
    'patch MachineSet/workers',
  ]);
});

test('OCPBUGS-56897, from the other side: deleting only the mirror deletes nothing else, and the mirror is made again', async () => {
  await createSet(rig, aws.mapiSet());
  const { uid } = (await rig.get('capiSet', set)).metadata;
  await rig.admin.delete(rig.ref('capiSet', set));
  const again = await rig.until('capiSet', set, 'made again', ({ metadata }) => metadata.uid !== uid);
  const mapi = await untilInStep(rig);
  expect(mapi.metadata.deletionTimestamp).toBeUndefined();
  const [name = ''] = await templateNames(rig);
  await rig.until('template', name, 'owned by the new mirror', ({ metadata }) =>
    JSON.stringify(metadata['ownerReferences']).includes(String(again.metadata.uid)),
  );
});

test('a mirror that is deleted keeps its machines that Cluster API acts on: it waits, says why, and goes on when they have moved', async () => {
  await createSet(rig, aws.mapiSet(aws.provider(), { machine: { authoritativeAPI: 'ClusterAPI' } }));
  const member = await createMember('ClusterAPI');
  const { uid } = (await rig.get('capiSet', set)).metadata;
  await rig.admin.delete(rig.ref('capiSet', set));
  const event = await untilEvent('DeletionBlocked');
  expect(event).toMatchObject({ type: 'Warning', note: expect.stringContaining('worker-1') });
  expect((await rig.get('capi', 'worker-1')).metadata.uid).toBe(member.metadata.uid);
  expect((await rig.get('capiSet', set)).metadata.uid).toBe(uid);

  // What migration does when it hands the machine to Machine API.
  const notes = { 'capstan.openshift.io/authority': 'MachineAPI', 'cluster.x-k8s.io/paused': '' };
  await rig.patch('capi', 'worker-1', { metadata: { annotations: notes } });
  await rig.until('capiSet', set, 'made again', ({ metadata }) => metadata.uid !== uid);
});

test('a Machine API mirror that is deleted keeps its machines that Machine API acts on, until they have moved', async () => {
  await createSet(rig, aws.mapiSet(aws.provider(), { set: { authoritativeAPI: 'ClusterAPI' } }));
  await createMember('MachineAPI');
  await rig.admin.delete(rig.ref('mapiSet', set));
  expect(await untilEvent('DeletionBlocked')).toMatchObject({ note: expect.stringContaining('worker-1') });
  expect((await rig.get('mapi', 'worker-1')).metadata.deletionTimestamp).toBeUndefined();

  const mapi = await rig.setStatus(await rig.get('mapi', 'worker-1'), { authoritativeAPI: 'Migrating' });
  const resync = { authoritativeAPI: 'ClusterAPI', synchronizedGeneration: 0 };
  const notes = { 'capstan.openshift.io/authority': 'ClusterAPI', 'cluster.x-k8s.io/paused': null };
  await rig.patch('infra', 'worker-1', { metadata: { annotations: notes } });
  await rig.patch('capi', 'worker-1', { metadata: { annotations: notes } });
  await rig.setStatus(mapi, resync);
  await rig.untilGone('mapiSet', set);
  const capi = await rig.get('capiSet', set);
  expect(capi.metadata.deletionTimestamp).toBeUndefined();
  expect(capi.metadata.finalizers ?? []).toEqual([]);
});

test('who deletes a MachineSet and orphans its machines orphans those of the mirror: nothing is collected that runs', async () => {
  await createSet(rig, aws.mapiSet());
  await rig.admin.delete(rig.ref('mapiSet', set), { propagationPolicy: 'Orphan' });
  await releaseOrphan('capiSet');
  await releaseOrphan('mapiSet');
});

test('a template that somebody holds back delays the end of its set, and no more than that', async () => {
  await createSet(rig, aws.mapiSet());
  const [name = ''] = await templateNames(rig);
  await rig.patch('template', name, { metadata: { finalizers: ['example.com/backup'] } });
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.until('template', name, 'going', ({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect((await rig.get('mapiSet', set)).metadata.finalizers).toContain('sync.machine.openshift.io/finalizer');
  await rig.patch('template', name, { metadata: { finalizers: null } });
  await rig.untilGone('mapiSet', set);
  await rig.untilGone('capiSet', set);
});

test('OCPBUGS-98492: a Cluster API set that goes without a Machine API one is let go of, mirror or not', async () => {
  await createSet(rig, aws.mapiSet());
  await rig.stop();
  await rig.patch('mapiSet', set, { metadata: { finalizers: null } });
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.admin.delete(rig.ref('capiSet', set));
  await rig.untilGone('mapiSet', set);
  await rig.start();
  await rig.untilGone('capiSet', set);
  expect(await templateNames(rig)).toEqual([]);
});

test('a mirror whose source was taken away by force stays, with a warning: it may be all that is known of running machines', async () => {
  await createSet(rig, aws.mapiSet());
  await rig.stop();
  await rig.patch('mapiSet', set, { metadata: { finalizers: null } });
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.start();
  const { namespace } = (await rig.get('capiSet', set)).metadata;
  await rig.untilListed(
    { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: String(namespace) },
    'an event OrphanedMirror',
    (event) => event['reason'] === 'OrphanedMirror',
  );
  expect((await rig.get('capiSet', set)).metadata.deletionTimestamp).toBeUndefined();
  // Made again, the MachineSet takes its mirror back.
  await createSet(rig, aws.mapiSet());
  expect(statusOf(await rig.get('mapiSet', set))).toMatchObject({ synchronizedAPI: 'MachineAPI' });
});
