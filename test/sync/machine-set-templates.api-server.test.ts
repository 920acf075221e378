import { afterEach, beforeEach, expect, test } from 'vitest';
import { writesText } from './recording-client.ts';
import { type Rig, startRig } from './rig.ts';
import {
  changeProvider,
  createSet,
  fixtureOf,
  ownerReference,
  set,
  templateNames,
  templateOf,
  untilFailed,
  untilInStep,
  untilOtherTemplate,
} from './sets.ts';

const aws = fixtureOf('AWS');
const label = 'machine.openshift.io/cluster-api-machineset';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
  await rig.start();
});
afterEach(() => rig.stop());

/** A template as a user or another controller might make it, of the same machine as the fixture's set. */
const template = (name: string, metadata: object = {}) => {
  const [, made] = aws.capiSet();
  return { ...JSON.parse(JSON.stringify(made)), metadata: { name, ...metadata } };
};

test('OCPBUGS-57449: another machine gets a new template first, then the set refers to it, then the old template goes', async () => {
  await createSet(rig, aws.mapiSet());
  const old = templateOf(await rig.get('capiSet', set));
  const before = rig.writes().length;
  await changeProvider(rig, { instanceType: 'm7i.2xlarge' });
  const name = await untilOtherTemplate(rig, old);
  await untilInStep(rig);
  expect(await templateNames(rig)).toEqual([name]);
  expect(writesText(rig.writes().slice(before))).toEqual([
    `create AWSMachineTemplate/${name}`,
    'patch MachineSet/workers',
    `delete AWSMachineTemplate/${old}`,
    'patch MachineSet/workers status',
  ]);
});

test('an old template that something else owns as well stays for it, and only loses our set', async () => {
  await createSet(rig, aws.mapiSet());
  const old = templateOf(await rig.get('capiSet', set));
  const other = await rig.admin.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'other', namespace: rig.namespaces.clusterApi },
  });
  const { metadata } = await rig.get('template', old);
  const theirs = ownerReference(other.object);
  await rig.patch('template', old, { metadata: { ownerReferences: [...(metadata['ownerReferences'] as []), theirs] } });
  await changeProvider(rig, { instanceType: 'm7i.2xlarge' });
  await untilOtherTemplate(rig, old);
  await untilInStep(rig);
  expect((await rig.get('template', old)).metadata['ownerReferences']).toEqual([theirs]);

  // And a return takes it again.
  await changeProvider(rig, { instanceType: 'm6i.xlarge' });
  await rig.until('capiSet', set, 'back', (object) => templateOf(object) === old);
  await untilInStep(rig);
  expect(await templateNames(rig)).toEqual([old]);
  const owners = (await rig.get('template', old)).metadata['ownerReferences'];
  expect(owners).toMatchObject([theirs, { kind: 'MachineSet', name: set }]);
});

test('PR 647: a return to a spec whose template is still going waits for that, then makes it again and goes on', async () => {
  await createSet(rig, aws.mapiSet());
  const first = templateOf(await rig.get('capiSet', set));
  await rig.patch('template', first, { metadata: { finalizers: ['example.com/backup'] } });
  await changeProvider(rig, { instanceType: 'm7i.2xlarge' });
  const second = await untilOtherTemplate(rig, first);
  await untilInStep(rig);
  await rig.until('template', first, 'going', ({ metadata }) => metadata.deletionTimestamp !== undefined);
  const { uid } = (await rig.get('template', first)).metadata;

  const { generation = 0 } = (await changeProvider(rig, { instanceType: 'm6i.xlarge' })).metadata;
  await rig.patch('mapiSet', set, { metadata: { labels: { seen: 'x' } } });
  expect(templateOf(await rig.get('capiSet', set))).toBe(second);
  await rig.patch('template', first, { metadata: { finalizers: null } });
  await rig.until('capiSet', set, 'back', (object) => templateOf(object) === first);
  expect((await untilInStep(rig)).metadata.generation).toBe(generation);
  expect((await rig.get('template', first)).metadata.uid).not.toBe(uid);
  expect(await templateNames(rig)).toEqual([first]);
});

test('a template of the in-tree controller that makes the same machine is kept, and is owned by the set from then on', async () => {
  const cluster = ownerReference(await rig.get('cluster', 'ocp1-x7k2p'));
  const metadata = {
    labels: { [label]: set },
    ownerReferences: [cluster],
    annotations: { 'cluster.x-k8s.io/paused': '' },
  };
  const intree = await rig.create(template('workers-1a2b3c4d', metadata));
  await createSet(rig, aws.mapiSet());
  const capi = await rig.get('capiSet', set);
  expect(templateOf(capi)).toBe('workers-1a2b3c4d');
  const kept = await rig.get('template', 'workers-1a2b3c4d');
  expect(kept.metadata.uid).toBe(intree.metadata.uid);
  expect(kept.metadata['ownerReferences']).toMatchObject([cluster, ownerReference(capi)]);
  expect(await templateNames(rig)).toEqual(['workers-1a2b3c4d']);

  // Its Cluster is no reason to keep it when it is no longer referred to.
  await changeProvider(rig, { instanceType: 'm7i.2xlarge' });
  const name = await untilOtherTemplate(rig, 'workers-1a2b3c4d');
  await untilInStep(rig);
  expect(await templateNames(rig)).toEqual([name]);
});

test('templates that a user made are neither used, nor marked, nor deleted', async () => {
  const { metadata } = await rig.create(template('workers-by-hand'));
  await createSet(rig, aws.mapiSet());
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
  const after = await rig.get('template', 'workers-by-hand');
  expect(after.metadata.resourceVersion).toBe(metadata.resourceVersion);
  expect(await templateNames(rig)).toEqual(['workers-by-hand']);
});

test("somebody else's template of the name that ours would have is left alone, and the set says what to do", async () => {
  await createSet(rig, aws.mapiSet());
  const name = templateOf(await rig.get('capiSet', set));
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
  const theirs = await rig.create(template(name));
  await rig.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI' });
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
    reason: 'FailedToUpdateCAPIInfraMachineTemplate',
    message: expect.stringContaining(`AWSMachineTemplate ${name}`),
  });
  expect((await rig.get('template', name)).metadata.resourceVersion).toBe(theirs.metadata.resourceVersion);
  await rig.admin.delete(rig.ref('template', name));
  await untilInStep(rig);
});

test('a set whose name is too long for a label value finds its templates all the same', async () => {
  const name = `workers-${'x'.repeat(100)}`;
  await createSet(rig, aws.mapiSet(aws.provider(), { metadata: { name } }));
  const old = templateOf(await rig.get('capiSet', name));
  await changeProvider(rig, { instanceType: 'm7i.2xlarge' }, name);
  await rig.until('capiSet', name, 'on another template', (object) => templateOf(object) !== old);
  await untilInStep(rig, name);
  expect(await templateNames(rig)).toEqual([templateOf(await rig.get('capiSet', name))]);
  await rig.admin.delete(rig.ref('mapiSet', name));
  await rig.untilGone('mapiSet', name);
  expect(await templateNames(rig)).toEqual([]);
});

test('a template that was deleted by hand is made again', async () => {
  await createSet(rig, aws.mapiSet());
  const name = templateOf(await rig.get('capiSet', set));
  const { uid } = (await rig.get('template', name)).metadata;
  await rig.admin.delete(rig.ref('template', name));
  await rig.until('template', name, 'made again', ({ metadata }) => metadata.uid !== uid);
});
