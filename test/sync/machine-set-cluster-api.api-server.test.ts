import { afterEach, beforeEach, expect, test } from 'vitest';
import { writesText } from './recording-client.ts';
import { conditionOf, type Rig, startRig } from './rig.ts';
import {
  createSet,
  fixtureOf,
  ownerReference,
  set,
  specOf,
  statusOf,
  templateNames,
  templateOf,
  untilFailed,
} from './sets.ts';

const aws = fixtureOf('AWS');

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
});
afterEach(() => rig.stop());

const byClusterApi = (changes = {}) =>
  aws.mapiSet(aws.provider(), { set: { authoritativeAPI: 'ClusterAPI' }, ...changes });

/** A Cluster API set with a template that a user made, and the Machine API set that has it mirrored. */
async function adoptSet(mapiChanges = {}) {
  const [capi, template] = aws.capiSet();
  const userMade = await rig.create(JSON.parse(JSON.stringify(template)));
  await rig.create(JSON.parse(JSON.stringify(capi)), { replicas: 2 });
  const mapi = await createSet(rig, byClusterApi(mapiChanges));
  return { mapi, userMade };
}

const untilInstanceType = (type: string) =>
  rig.until('mapiSet', set, `of ${type}`, (object) =>
    JSON.stringify(specOf(object)).includes(`"instanceType":"${type}"`),
  );

test("a MachineSet made to be Cluster API's gets its set, its template and its status before Cluster API may act, and nothing after", async () => {
  await rig.start();
  await rig.create(byClusterApi(), { authoritativeAPI: 'ClusterAPI' });
  const acting = await rig.until(
    'capiSet',
    set,
    'un-paused',
    ({ metadata }) => metadata.annotations?.['cluster.x-k8s.io/paused'] === undefined,
  );
  expect(acting.metadata.annotations).toHaveProperty(['capstan.openshift.io/authority'], 'ClusterAPI');
  const template = templateOf(acting);
  const mapi = await rig.untilSynchronized('mapiSet', set);
  expect(statusOf(mapi)).toMatchObject({ synchronizedGeneration: 1, synchronizedAPI: 'ClusterAPI' });
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    message: 'Successfully synchronized CAPI MachineSet to MAPI',
  });
  expect(writesText(rig.writes()).slice(0, 6)).toEqual([
    'patch MachineSet/workers',
    'create MachineSet/workers',
    `create AWSMachineTemplate/${template}`,
    'patch MachineSet/workers status',
    'patch MachineSet/workers status',
    'patch MachineSet/workers',
  ]);
  await rig.stop();
  await rig.start();
  await rig.patch('capiSet', set, { spec: { replicas: 3 } });
  await rig.until('mapiSet', set, 'scaled and in step', (object) => statusOf(object)['synchronizedGeneration'] === 2);
  expect(specOf(await rig.get('mapiSet', set))).toMatchObject({ replicas: 3, authoritativeAPI: 'ClusterAPI' });
  expect(await templateNames(rig)).toEqual([template]);
});

test('OCPBUGS-55337: a Cluster API set that is there already is adopted as it is: the MachineSet follows it, and nothing is paused', async () => {
  await rig.start();
  const [capi, template] = aws.capiSet(aws.infraSpec({ instanceType: 'c7i.large' }), { set: { replicas: 4 } });
  await rig.create(JSON.parse(JSON.stringify(template)));
  const before = await rig.create(JSON.parse(JSON.stringify(capi)), { replicas: 4, readyReplicas: 3 });
  await createSet(rig, byClusterApi());
  await untilInstanceType('c7i.large');
  const mapi = await rig.until('mapiSet', set, 'of the size', (object) => statusOf(object)['replicas'] === 4);
  expect(specOf(mapi)).toMatchObject({ replicas: 4, authoritativeAPI: 'ClusterAPI' });
  expect(statusOf(mapi)).toMatchObject({ readyReplicas: 3 });
  const after = await rig.get('capiSet', set);
  expect(after['spec']).toEqual(before['spec']);
  expect(after.metadata.annotations).not.toHaveProperty(['cluster.x-k8s.io/paused']);
  expect(await templateNames(rig)).toEqual(['workers-a']);
});

test("the provider spec follows the template that the Cluster API set is pointed at, and no user's template is touched", async () => {
  await rig.start();
  const { userMade } = await adoptSet();
  const [, larger] = aws.capiSet(aws.infraSpec({ instanceType: 'm7i.2xlarge' }));
  await rig.create({ ...JSON.parse(JSON.stringify(larger)), metadata: { name: 'workers-b' } });
  await rig.patch('capiSet', set, { spec: { template: { spec: { infrastructureRef: { name: 'workers-b' } } } } });
  await untilInstanceType('m7i.2xlarge');
  expect((await rig.get('template', 'workers-a')).metadata.resourceVersion).toBe(userMade.metadata.resourceVersion);
  expect(await templateNames(rig)).toEqual(['workers-a', 'workers-b']);
});

test('what the user decides on the mirror stays: which API acts, on the set and on its new machines, and the selector with its labels', async () => {
  await rig.start();
  await adoptSet({ machine: { authoritativeAPI: 'ClusterAPI' } });
  const mapi = await rig.get('mapiSet', set);
  await rig.patch('mapiSet', set, { spec: { authoritativeAPI: 'MachineAPI' } });
  await rig.patch('capiSet', set, { spec: { replicas: 7 } });
  const scaled = await rig.until('mapiSet', set, 'scaled', (object) => specOf(object)['replicas'] === 7);
  const labels = { 'machine.openshift.io/cluster-api-machineset': 'workers' };
  expect(specOf(scaled)).toMatchObject({
    authoritativeAPI: 'MachineAPI',
    selector: specOf(mapi)['selector'],
    template: { metadata: { labels }, spec: { authoritativeAPI: 'ClusterAPI' } },
  });
});

test("labels and the autoscaler's limits go the other way too, and go away", async () => {
  await rig.start();
  await adoptSet();
  const limit = 'cluster-api-autoscaler-node-group-max-size';
  await rig.patch('capiSet', set, {
    metadata: { labels: { colour: 'red' }, annotations: { [`cluster.x-k8s.io/${limit}`]: '9' } },
  });
  const mapi = await rig.until('mapiSet', set, 'labelled', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  expect(mapi.metadata.annotations).toHaveProperty([`machine.openshift.io/${limit}`], '9');
  await rig.patch('capiSet', set, {
    metadata: { labels: { colour: null }, annotations: { [`cluster.x-k8s.io/${limit}`]: null } },
  });
  const after = await rig.until(
    'mapiSet',
    set,
    'without the label',
    ({ metadata }) => metadata.labels?.['colour'] === undefined,
  );
  expect(after.metadata.annotations).not.toHaveProperty([`machine.openshift.io/${limit}`]);
});

test('a Cluster API set that no MachineSet asked for is left to Cluster API alone', async () => {
  await rig.start();
  const [capi, template] = aws.capiSet();
  await rig.create(JSON.parse(JSON.stringify(template)));
  const alone = { ...JSON.parse(JSON.stringify(capi)), metadata: { name: 'alone' } };
  await rig.create(alone);
  // By the time that another is mirrored, this one was looked at.
  await createSet(rig, aws.mapiSet());
  expect((await rig.list('mapiSet')).map(({ metadata }) => metadata.name)).toEqual([set]);
  expect((await rig.get('capiSet', 'alone')).metadata).not.toHaveProperty('finalizers');
});

test('with MachineAPI on a set that runs in Cluster API by itself nothing is paused or written over, and the set says so', async () => {
  await rig.start();
  const [capi, template] = aws.capiSet();
  await rig.create(JSON.parse(JSON.stringify(template)));
  const { metadata } = await rig.create(JSON.parse(JSON.stringify(capi)));
  await rig.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI' });
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({ reason: 'FailedToUpdateCAPIMachineSet' });
  expect((await rig.get('capiSet', set)).metadata.resourceVersion).toBe(metadata.resourceVersion);
});

test('a template that is missing is said with its name, and all goes on when it is back', async () => {
  await rig.start();
  await adoptSet();
  await rig.admin.delete(rig.ref('template', 'workers-a'));
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
    reason: 'FailedToGetCAPIInfraResources',
    message: expect.stringContaining('workers-a'),
  });
  const [, template] = aws.capiSet();
  await rig.create(JSON.parse(JSON.stringify(template)));
  await rig.untilSynchronized('mapiSet', set);
});

test('a Cluster API set that was lost is not made again: its machines would be there twice', async () => {
  await rig.start();
  await adoptSet();
  await rig.stop();
  await rig.patch('capiSet', set, { metadata: { finalizers: null } });
  await rig.admin.delete(rig.ref('capiSet', set));
  await rig.start();
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({ reason: 'FailedToGetCAPIMachineSet' });
  expect(await rig.list('capiSet')).toEqual([]);
  // Its way out: the MachineSet can be deleted.
  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
});

test('OCPBUGS-56897 and e2e 18: deleting the Machine API mirror leaves the Cluster API set and its machines as they are, free of us', async () => {
  await rig.start();
  const { mapi } = await adoptSet();
  const capiSet = await rig.get('capiSet', set);
  const owner = { ...ownerReference(capiSet), controller: true, blockOwnerDeletion: true };
  const [machine, infra] = aws.capiMachine(aws.infraSpec(), {}, { ownerReferences: [owner] });
  await rig.create(JSON.parse(JSON.stringify(infra)));
  await rig.create(JSON.parse(JSON.stringify(machine)));
  const mirror = await rig.untilSynchronized('mapi', 'worker-1');
  expect(mirror.metadata['ownerReferences']).toMatchObject([ownerReference(mapi)]);

  await rig.admin.delete(rig.ref('mapiSet', set));
  await rig.untilGone('mapiSet', set);
  // What garbage collection does next, which is not here.
  await rig.admin.delete(rig.ref('mapi', 'worker-1'));
  await rig.untilGone('mapi', 'worker-1');
  const free = await rig.until('capi', 'worker-1', 'free', ({ metadata }) => (metadata.finalizers ?? []).length === 0);
  expect(free.metadata.deletionTimestamp).toBeUndefined();
  expect((await rig.get('infra', 'worker-1')).metadata.deletionTimestamp).toBeUndefined();
  const left = await rig.get('capiSet', set);
  expect(left.metadata.deletionTimestamp).toBeUndefined();
  expect(left.metadata.finalizers ?? []).toEqual([]);
  expect(
    Object.keys({ ...left.metadata.labels, ...left.metadata.annotations }).filter((key) => key.includes('capstan')),
  ).toEqual([]);
});

test('deleting the Cluster API set takes the mirror along, when Cluster API has ended its machines and not before', async () => {
  await rig.start();
  await rig.create(byClusterApi(), { authoritativeAPI: 'ClusterAPI' });
  const acting = await rig.until(
    'capiSet',
    set,
    'un-paused',
    ({ metadata }) => metadata.annotations?.['cluster.x-k8s.io/paused'] === undefined,
  );
  const theirs = 'cluster.x-k8s.io/machineset';
  await rig.patch('capiSet', set, { metadata: { finalizers: [...(acting.metadata.finalizers ?? []), theirs] } });
  await rig.admin.delete(rig.ref('capiSet', set));
  await rig.until('mapiSet', set, 'going', ({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect((await templateNames(rig)).length).toBe(1);
  const { finalizers = [] } = (await rig.get('capiSet', set)).metadata;
  await rig.patch('capiSet', set, { metadata: { finalizers: finalizers.filter((each) => each !== theirs) } });
  await rig.untilGone('capiSet', set);
  await rig.untilGone('mapiSet', set);
  expect(await templateNames(rig)).toEqual([]);
});
