import { afterEach, beforeEach, expect, test } from 'vitest';
import { writesText } from './recording-client.ts';
import { conditionOf, type Rig, startRig } from './rig.ts';
import {
  changeProvider,
  createSet,
  fixtureOf,
  ownerReference,
  set,
  specOf,
  statusOf,
  templateNames,
  templateOf,
  untilFailed,
  untilInStep,
} from './sets.ts';

const aws = fixtureOf('AWS');

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
});
afterEach(() => rig.stop());

test('a new MachineSet gets its paused mirror and a template that the mirror owns, in 5 writes, and a restart writes nothing', async () => {
  await rig.start();
  const mapi = await createSet(rig, aws.mapiSet(), { replicas: 2 });
  const capi = await rig.get('capiSet', set);
  const template = templateOf(capi);
  expect(writesText(rig.writes())).toEqual([
    'patch MachineSet/workers',
    'create MachineSet/workers',
    `create AWSMachineTemplate/${template}`,
    'patch MachineSet/workers status',
    'patch MachineSet/workers status',
  ]);
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    reason: 'ResourceSynchronized',
    message: 'Successfully synchronized MAPI MachineSet to CAPI',
  });
  expect(statusOf(mapi)).toMatchObject({ synchronizedGeneration: 1, synchronizedAPI: 'MachineAPI' });
  expect(capi.metadata).toMatchObject({
    annotations: { 'cluster.x-k8s.io/paused': '', 'capstan.openshift.io/authority': 'MachineAPI' },
    finalizers: ['sync.machine.openshift.io/finalizer'],
    ownerReferences: [{ kind: 'Cluster', name: 'ocp1-x7k2p' }],
  });
  const made = await rig.get('template', template);
  expect(template).toMatch(/^workers-[0-9a-f]{10}$/);
  expect(made.metadata).toMatchObject({
    labels: { 'machine.openshift.io/cluster-api-machineset': 'workers' },
    annotations: { 'capstan.openshift.io/made-by': 'capstan' },
    ownerReferences: [ownerReference(capi)],
  });

  await rig.stop();
  await rig.start();
  await rig.patch('mapiSet', set, { metadata: { labels: { colour: 'red' } } });
  await rig.until('capiSet', set, 'labelled', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  expect(writesText(rig.writes())).toEqual(['patch MachineSet/workers']);
});

test('a scaled MachineSet has its new size on the mirror, and the size alone makes no new template', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet());
  const templates = await templateNames(rig);
  await rig.patch('mapiSet', set, { spec: { replicas: 5 } });
  await rig.until('capiSet', set, 'scaled', (object) => specOf(object)['replicas'] === 5);
  expect(statusOf(await untilInStep(rig))).toMatchObject({ synchronizedGeneration: 2 });
  expect(await templateNames(rig)).toEqual(templates);
});

test('labels and annotations come and go with the source, what others put on the mirror stays, and GitOps marks never arrive', async () => {
  await rig.start();
  const annotations = {
    note: 'a',
    'argocd.argoproj.io/tracking-id': 'app:machine.openshift.io/MachineSet:x/workers',
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
  };
  await createSet(rig, aws.mapiSet(aws.provider(), { metadata: { labels: { colour: 'red' }, annotations } }));
  await rig.patch('capiSet', set, { metadata: { labels: { theirs: 'x' } } });
  await rig.patch('mapiSet', set, { metadata: { labels: { colour: null, size: 'l' }, annotations: { note: null } } });
  const { metadata } = await rig.until(
    'capiSet',
    set,
    'labelled anew',
    (object) => object.metadata.labels?.['size'] === 'l',
  );
  expect(metadata.labels).not.toHaveProperty('colour');
  expect(metadata.labels).toHaveProperty('theirs', 'x');
  expect(Object.keys(metadata.annotations ?? {}).sort()).toEqual([
    'capstan.openshift.io/authority',
    'capstan.openshift.io/mirrored',
    'cluster.x-k8s.io/paused',
  ]);
});

test('bug 6.5: the mirror says whether its set is scaling, in v1beta2 conditions too, and keeps those of other controllers', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet(), { replicas: 1, readyReplicas: 1, availableReplicas: 1 });
  const before = await rig.get('capiSet', set);
  expect(conditionOf(before, 'ScalingUp')).toMatchObject({
    status: 'True',
    message: 'Scaling up from 1 to 2 replicas',
  });
  const paused = {
    type: 'Paused',
    status: 'True',
    reason: 'Paused',
    message: '',
    lastTransitionTime: '2026-11-01T00:00:00Z',
  };
  await rig.setStatus(before, { conditions: [...(statusOf(before)['conditions'] as []), paused] });
  await rig.setStatus(await rig.get('mapiSet', set), { replicas: 2, readyReplicas: 2, availableReplicas: 2 });
  const after = await rig.until(
    'capiSet',
    set,
    'scaled up',
    (object) => conditionOf(object, 'ScalingUp')?.['status'] === 'False',
  );
  expect(conditionOf(after, 'MachinesReady')).toMatchObject({ status: 'True' });
  expect(conditionOf(after, 'Paused')).toMatchObject({ status: 'True' });
  expect(statusOf(after)).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2 });
});

test("the autoscaler's limits are on both sides under the name that each side's autoscaler reads", async () => {
  await rig.start();
  const annotations = {
    'machine.openshift.io/cluster-api-autoscaler-node-group-min-size': '1',
    'machine.openshift.io/cluster-api-autoscaler-node-group-max-size': '6',
  };
  await createSet(rig, aws.mapiSet(aws.provider(), { metadata: { annotations } }));
  expect((await rig.get('capiSet', set)).metadata.annotations).toMatchObject({
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '1',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '6',
  });
});

test('bug 6.7: a MachineSet that something owns says so once, has no mirror, and is not tried again until it changes', async () => {
  await rig.start();
  const ownerReferences = [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b6a7c5f0-0000-4000-8000-000000000000' },
  ];
  await rig.create(aws.mapiSet(aws.provider(), { metadata: { ownerReferences } }), { authoritativeAPI: 'MachineAPI' });
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
    reason: 'FailedToConvertMAPIMachineSetToCAPI',
    severity: 'Error',
    message: expect.stringContaining('metadata.ownerReferences'),
  });
  expect(await rig.list('capiSet')).toEqual([]);
  expect(writesText(rig.writes())).toEqual(['patch MachineSet/workers status']);
  await rig.patch('mapiSet', set, { metadata: { ownerReferences: null } });
  await untilInStep(rig);
});

test('a provider spec that cannot be converted says which field, and the mirror stays as it was until it can', async () => {
  await rig.start();
  await createSet(rig, aws.mapiSet());
  const { spec } = await rig.get('capiSet', set);
  await changeProvider(rig, { instanceKind: 'm7i.large' });
  expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
    reason: 'FailedToConvertMAPIMachineSetToCAPI',
    message: expect.stringContaining('spec.template.spec.providerSpec.value.instanceKind'),
  });
  expect((await rig.get('capiSet', set))['spec']).toEqual(spec);
  await rig.patch('mapiSet', set, {
    spec: { template: { spec: { providerSpec: { value: { instanceKind: null } } } } },
  });
  await untilInStep(rig);
});

test('where the schema has no status.synchronizedAPI an annotation holds it', async () => {
  rig = await startRig(aws, { holdsSynchronizedApi: false });
  await rig.start();
  const mapi = await createSet(rig, aws.mapiSet());
  expect(mapi.metadata.annotations).toMatchObject({ 'capstan.openshift.io/synchronized-api': 'MachineAPI' });
  expect(statusOf(mapi)).not.toHaveProperty('synchronizedAPI');
});
