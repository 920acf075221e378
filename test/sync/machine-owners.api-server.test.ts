import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { aws, isPaused, rigForEach, untilLooked, writesOfMachine } from './machine-rig.ts';
import { conditionOf } from './rig.ts';

const rig = rigForEach();

const ownedBy = ({ apiVersion, kind, metadata }: KubeObject): JsonObject[] => [
  { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true },
];
const create = (metadata: JsonObject = {}, provider = aws.provider()) =>
  rig().create(aws.mapiMachine(provider, {}, metadata), { authoritativeAPI: 'MachineAPI', phase: 'Running' });

test("a Machine of a set waits for the set's mirror without a write, then is owned by it and has its label", async () => {
  await rig().start();
  // Not known to Machine API yet, so its mirror is still to come.
  const set = await rig().create(aws.mapiSet());
  await create({ ownerReferences: ownedBy(set) });
  await untilLooked(rig());
  expect(writesOfMachine(rig())).toEqual([]);
  await rig().setStatus(set, { authoritativeAPI: 'MachineAPI' });
  await rig().untilSynchronized('mapi', 'worker-1');
  const { uid } = (await rig().get('capiSet', 'workers')).metadata;
  const { metadata } = await rig().get('capi', 'worker-1');
  expect(metadata['ownerReferences']).toEqual([
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'MachineSet',
      name: 'workers',
      uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  expect(metadata.labels).toMatchObject({ 'cluster.x-k8s.io/set-name': 'workers' });
});

test('a Machine that its set has given up is owned by the Cluster, and has lost the label of the set', async () => {
  await rig().start();
  const set = await rig().create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI' });
  await create({ ownerReferences: ownedBy(set) });
  await rig().untilSynchronized('mapi', 'worker-1');
  await rig().patch('mapi', 'worker-1', { metadata: { ownerReferences: null } });
  const capi = await rig().until('capi', 'worker-1', "the Cluster's", ({ metadata }) =>
    JSON.stringify(metadata['ownerReferences']).includes('"Cluster"'),
  );
  expect(capi.metadata.labels).not.toHaveProperty(['cluster.x-k8s.io/set-name']);
  const infra = await rig().until(
    'infra',
    'worker-1',
    'without the label',
    ({ metadata }) => metadata.labels?.['cluster.x-k8s.io/set-name'] === undefined,
  );
  expect(infra.metadata['ownerReferences']).toMatchObject([
    { kind: 'Machine', name: 'worker-1', uid: capi.metadata.uid },
  ]);
});

test('a Machine that nothing owns has the Cluster as the owner of its mirror, which does not control it', async () => {
  await rig().start();
  await create();
  await rig().untilSynchronized('mapi', 'worker-1');
  const { uid } = (await rig().get('cluster', 'ocp1-x7k2p')).metadata;
  expect((await rig().get('capi', 'worker-1')).metadata['ownerReferences']).toEqual([
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      name: 'ocp1-x7k2p',
      uid,
      controller: false,
      blockOwnerDeletion: true,
    },
  ]);
});

test('a Machine of a ControlPlaneMachineSet says that it stays where it is, once (terminal errors retried)', async () => {
  await rig().start();
  const owner = {
    apiVersion: 'machine.openshift.io/v1',
    kind: 'ControlPlaneMachineSet',
    name: 'cluster',
    uid: 'cpms',
    controller: true,
  };
  await create({ name: 'worker-1', ownerReferences: [owner] });
  const mapi = await rig().until(
    'mapi',
    'worker-1',
    'said',
    (object) => conditionOf(object, 'Synchronized') !== undefined,
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'False',
    severity: 'Error',
    reason: 'FailedToConvertMAPIMachineToCAPI',
    message: expect.stringMatching(/metadata\.ownerReferences.*ControlPlaneMachineSet cluster/),
  });
  await untilLooked(rig());
  expect(writesOfMachine(rig())).toEqual(['patch Machine/worker-1 status']);
});

test('a Machine that cannot be converted names the field, is not tried again before it changes, and recovers then', async () => {
  await rig().start();
  await create({}, aws.provider({ networkInterfaceType: 'Token Ring' }));
  const mapi = await rig().until(
    'mapi',
    'worker-1',
    'said',
    (object) => conditionOf(object, 'Synchronized') !== undefined,
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'False',
    reason: 'FailedToConvertMAPIMachineToCAPI',
    message: expect.stringContaining('spec.providerSpec.value.networkInterfaceType'),
  });
  await untilLooked(rig());
  await rig().stop();
  await rig().start();
  await untilLooked(rig(), 'later-2');
  expect(writesOfMachine(rig())).toEqual([]);
  await rig().patch('mapi', 'worker-1', { spec: { providerSpec: { value: { networkInterfaceType: null } } } });
  const mended = await rig().untilSynchronized('mapi', 'worker-1');
  expect(conditionOf(mended, 'Synchronized')).not.toHaveProperty('severity');
});

test('what an edit makes unconvertible leaves the mirror as it was, paused', async () => {
  await rig().start();
  await create();
  await rig().untilSynchronized('mapi', 'worker-1');
  const before = await rig().get('infra', 'worker-1');
  await rig().patch('mapi', 'worker-1', { spec: { providerSpec: { value: { networkInterfaceType: 'Token Ring' } } } });
  await rig().until(
    'mapi',
    'worker-1',
    'out of step',
    (object) => conditionOf(object, 'Synchronized')?.['status'] === 'False',
  );
  const after = await rig().get('infra', 'worker-1');
  expect([after.metadata.resourceVersion, isPaused(after)]).toEqual([before.metadata.resourceVersion, true]);
});

test('a Cluster API Machine of that name that runs by itself is not touched, and the condition says so', async () => {
  const [machine, infra] = aws.capiMachine();
  await rig().create(infra);
  const before = await rig().create(machine);
  await rig().start();
  await create();
  const mapi = await rig().until(
    'mapi',
    'worker-1',
    'said',
    (object) => conditionOf(object, 'Synchronized') !== undefined,
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'False',
    reason: 'FailedToUpdateCAPIMachine',
    message: expect.stringContaining('it is not paused, so it acts on a machine of its own'),
  });
  expect(await rig().get('capi', 'worker-1')).toEqual(before);
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  // Its infra machine may have an instance, so it is not taken over either.
  const later = await rig().until('mapi', 'worker-1', 'said again', (object) =>
    JSON.stringify(conditionOf(object, 'Synchronized')).includes('AWSMachine'),
  );
  expect(asObject(conditionOf(later, 'Synchronized'))?.['reason']).toBe('FailedToUpdateCAPIInfraMachine');
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await rig().untilSynchronized('mapi', 'worker-1');
});
