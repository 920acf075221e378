import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import {
  aws,
  eventsOf,
  held,
  machineInClusterApi,
  pairInClusterApi,
  rigForEach,
  untilLooked,
  writesOfMachine,
} from './machine-rig.ts';
import { writesText } from './recording-client.ts';
import { conditionOf } from './rig.ts';

const rig = rigForEach();
const authoritative = { authoritativeAPI: 'ClusterAPI' };
const create = (metadata: JsonObject = {}) =>
  rig().create(aws.mapiMachine(aws.provider(), authoritative, metadata), authoritative);
const statusOf = async (slot: 'mapi' | 'capi' | 'infra') => asObject((await rig().get(slot, 'worker-1'))['status']);

test('an existing Cluster API Machine is adopted: provider id, provider status and phase come to Machine API (leak on adoption, OCPBUGS-63183)', async () => {
  const capi = await machineInClusterApi(rig());
  await rig().start();
  await create();
  const mapi = await rig().untilSynchronized('mapi', 'worker-1');
  expect(asObject(mapi['spec'])).toMatchObject({
    providerID: 'aws:///us-east-1a/i-0123',
    authoritativeAPI: 'ClusterAPI',
  });
  expect(asObject(mapi['status'])).toMatchObject({
    phase: 'Running',
    authoritativeAPI: 'ClusterAPI',
    synchronizedAPI: 'ClusterAPI',
    synchronizedGeneration: capi.metadata.generation,
    providerStatus: { instanceId: 'i-0123', instanceState: 'running' },
  });
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'True',
    reason: 'ResourceSynchronized',
    message: 'Successfully synchronized CAPI Machine to MAPI',
  });
  expect(mapi.metadata.finalizers?.toSorted()).toEqual([held.mao, held.sync]);
  for (const slot of ['capi', 'infra'] as const) {
    const { uid, labels, annotations, finalizers } = (await rig().get(slot, 'worker-1')).metadata;
    if (slot === 'capi') expect(uid).toBe(capi.metadata.uid);
    expect(labels).toHaveProperty(['capstan.openshift.io/mirror']);
    expect(annotations).toMatchObject({ 'capstan.openshift.io/authority': 'ClusterAPI' });
    expect(annotations).not.toHaveProperty(['cluster.x-k8s.io/paused']);
    expect(finalizers).toContain(held.sync);
  }
  expect(await eventsOf(rig())).toEqual([]);
  await untilLooked(rig());
  await rig().stop();
  await rig().start();
  await untilLooked(rig(), 'later-2');
  expect(writesOfMachine(rig())).toEqual([]);
});

test('what Cluster API changes comes to Machine API: spec, labels and status, and a user’s own label there stays', async () => {
  await rig().start();
  await pairInClusterApi(rig());
  await rig().patch('mapi', 'worker-1', { metadata: { labels: { mine: 'yes' } } });
  const capi = await rig().patch('capi', 'worker-1', {
    metadata: { labels: { colour: 'red' } },
    spec: { providerID: 'aws:///us-east-1a/i-0123' },
  });
  await rig().patch('infra', 'worker-1', { spec: { providerID: 'aws:///us-east-1a/i-0123', instanceID: 'i-0123' } });
  await rig().setStatus(await rig().get('infra', 'worker-1'), { ready: true, instanceState: 'running' });
  await rig().setStatus(capi, { phase: 'Running', addresses: [{ type: 'InternalIP', address: '10.0.0.7' }] });
  const mapi = await rig().until('mapi', 'worker-1', 'in step', ({ spec, status, metadata }) => {
    const { addresses, providerStatus, synchronizedGeneration } = asObject(status) ?? {};
    return (
      asObject(spec)?.['providerID'] !== undefined &&
      addresses !== undefined &&
      asObject(providerStatus)?.['instanceState'] === 'running' &&
      metadata.labels?.['colour'] === 'red' &&
      synchronizedGeneration === capi.metadata.generation
    );
  });
  expect(mapi.metadata.labels).toMatchObject({ mine: 'yes' });
  await rig().patch('capi', 'worker-1', { metadata: { labels: { colour: null } } });
  const later = await rig().until(
    'mapi',
    'worker-1',
    'without',
    ({ metadata }) => metadata.labels?.['colour'] === undefined,
  );
  expect(later.metadata.labels).toMatchObject({ mine: 'yes' });
});

test('a machine of a Cluster API set gets its mirror in 4 writes where Machine API has the set', async () => {
  await rig().start();
  await rig().create(aws.mapiSet(), { authoritativeAPI: 'ClusterAPI' });
  await rig().untilSynchronized('mapiSet', 'workers');
  await rig().stop();
  const set = await rig().get('capiSet', 'workers');
  const owner = {
    apiVersion: set.apiVersion,
    kind: set.kind,
    name: 'workers',
    uid: set.metadata.uid ?? '',
    controller: true,
  };
  await machineInClusterApi(rig(), {
    metadata: {
      ownerReferences: [owner],
      labels: {
        'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p',
        'machine.openshift.io/cluster-api-machineset': 'workers',
      },
    },
  });
  await rig().start();
  const mapi = await rig().untilSynchronized('mapi', 'worker-1');
  expect(mapi.metadata['ownerReferences']).toMatchObject([
    { kind: 'MachineSet', name: 'workers', uid: (await rig().get('mapiSet', 'workers')).metadata.uid },
  ]);
  await untilLooked(rig());
  expect(writesOfMachine(rig()).toSorted()).toEqual([
    'create Machine/worker-1',
    'patch AWSMachine/worker-1',
    'patch Machine/worker-1',
    'patch Machine/worker-1 status',
  ]);
  expect(await eventsOf(rig())).toEqual([]);
});

test('a standalone Cluster API Machine is nobody’s mirror and is not written to', async () => {
  await rig().start();
  await machineInClusterApi(rig());
  await untilLooked(rig());
  expect(writesText(rig().writes()).filter((each) => each.includes('worker-1'))).toEqual([]);
  expect((await rig().list('mapi')).map(({ metadata }) => metadata.name)).toEqual(['later']);
});

test('an infra machine that is missing is said, and is no reason to make one (PR 402)', async () => {
  await machineInClusterApi(rig());
  await rig().patch('infra', 'worker-1', { metadata: { finalizers: [] } });
  const infra = await rig().get('infra', 'worker-1');
  await rig().admin.delete(rig().ref('infra', 'worker-1'));
  await rig().start();
  await create();
  const mapi = await rig().until(
    'mapi',
    'worker-1',
    'said',
    (object) => conditionOf(object, 'Synchronized') !== undefined,
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({ status: 'False', reason: 'FailedToGetCAPIInfraResources' });
  expect(await rig().list('infra')).toEqual([]);
  await rig().admin.create({ ...infra, metadata: { name: 'worker-1', namespace: rig().namespaces.clusterApi } });
  await rig().untilSynchronized('mapi', 'worker-1');
});

test('a Machine that was synchronized and is gone is not made a second time: there would be two instances', async () => {
  await rig().start();
  await pairInClusterApi(rig());
  await rig().stop();
  await rig().admin.delete(rig().ref('capi', 'worker-1'));
  await rig().patch('capi', 'worker-1', { metadata: { finalizers: [] } });
  await rig().start();
  const mapi = await rig().until(
    'mapi',
    'worker-1',
    'out of step',
    (object) => conditionOf(object, 'Synchronized')?.['status'] === 'False',
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({ reason: 'CAPIMachineNotFound' });
  await untilLooked(rig());
  expect(writesOfMachine(rig())).toEqual(['patch Machine/worker-1 status']);
  expect(await statusOf('mapi')).toMatchObject({ phase: 'Running' });
});

test('a mirror that went with its set is not propagated: the running machine stays, free of all marks (OCPBUGS-56897)', async () => {
  await rig().start();
  const set = await rig().create(aws.mapiSet(), { authoritativeAPI: 'ClusterAPI' });
  const owner = {
    apiVersion: set.apiVersion,
    kind: set.kind,
    name: 'workers',
    uid: set.metadata.uid ?? '',
    controller: true,
  };
  await pairInClusterApi(rig(), { ownerReferences: [owner] });
  await rig().admin.delete(rig().ref('mapiSet', 'workers'));
  await rig().untilGone('mapiSet', 'workers');
  // As garbage collection does.
  await rig().admin.delete(rig().ref('mapi', 'worker-1'));
  await rig().untilGone('mapi', 'worker-1');
  for (const slot of ['capi', 'infra'] as const) {
    const free = await rig().until(
      slot,
      'worker-1',
      'free',
      ({ metadata }) => !metadata.finalizers?.includes(held.sync),
    );
    expect(free.metadata.deletionTimestamp).toBeUndefined();
    expect(Object.keys({ ...free.metadata.labels, ...free.metadata.annotations }).join()).not.toContain('capstan');
  }
});
