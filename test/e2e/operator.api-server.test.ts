import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aws, type E2eCluster, startCluster, statusOf } from './cluster.ts';

let cluster: E2eCluster;
beforeAll(async () => {
  cluster = await startCluster({ platform: 'AWS' });
});
afterAll(() => cluster?.stop());

const gate = { name: 'MachineAPIMigration' };

async function setGate(state: 'on' | 'off'): Promise<void> {
  const ref = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };
  const lists = state === 'on' ? { enabled: [gate], disabled: [] } : { enabled: [], disabled: [gate] };
  await cluster.setStatus(await cluster.admin.get(ref), { featureGates: [{ version: '4.20.0', ...lists }] });
}

const untilIdle = (reason: string) =>
  until(`the operator to idle because of ${reason}`, () => {
    const { standing, isActing } = cluster.state() ?? {};
    return (standing?.act === false && standing.reason === reason && !isActing) || undefined;
  });

const untilActing = () => until('the operator to act', () => cluster.state()?.isActing || undefined);

test('with the gate off the operator writes nothing and says why; it begins when the gate goes on, and stops when it goes off', async () => {
  await setGate('off');
  cluster.startOperator();
  await untilIdle('FeatureGateOff');
  await cluster.create(aws.mapiMachine());
  await cluster.until('mapi', 'worker-1', 'running', ({ status }) => JSON.stringify(status ?? '').includes('Running'));
  expect(cluster.writes()).toEqual([]);
  await setGate('on');
  await untilActing();
  await cluster.until('mapi', 'worker-1', 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
  await setGate('off');
  await untilIdle('FeatureGateOff');
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'openshift-cluster-api' };
  await until('the Lease to be given back', async () => {
    const { spec } = await cluster.admin.get({ ...lease, name: 'machine-api-migration-leader' });
    return JSON.stringify(spec).includes('"holderIdentity":""') || undefined;
  });
  await setGate('on');
  await untilActing();
});

test('who removes the CRDs of Cluster API removes no machine: the operator idles, and begins when they are back', async () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'machines.cluster.x-k8s.io',
  };
  const { apiVersion, kind, metadata, ...saved } = await cluster.admin.get(crd);
  const before = await cluster.get('mapi', 'worker-1');
  await cluster.admin.delete(crd);
  // The server deletes every object of the kind; the mirror is held by its finalizer.
  await cluster.until('capi', 'worker-1', 'going', (each) => each.metadata.deletionTimestamp !== undefined);
  await untilIdle('ClusterAPINotServed');
  const after = await cluster.get('mapi', 'worker-1');
  expect(after.metadata).toMatchObject({ uid: before.metadata.uid });
  expect(after.metadata.deletionTimestamp).toBeUndefined();
  expect(cluster.standIn.cloud.running().length).toBe(1);

  await cluster.patch('capi', 'worker-1', { metadata: { finalizers: null } });
  await until(
    'the old CRD to be gone',
    async () => (await cluster.admin.get(crd).catch(() => undefined)) === undefined || undefined,
  );
  const { name, labels = {}, annotations = {} } = metadata;
  const again = { apiVersion, kind, metadata: { name, labels, annotations }, spec: saved['spec'] };
  await cluster.admin.create(again, { fieldValidation: 'Ignore' });
  await untilActing();
  await cluster.until('mapi', 'worker-1', 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
  await cluster.until('capi', 'worker-1', 'made again', (each) => each.metadata.deletionTimestamp === undefined);
  expect((await cluster.get('mapi', 'worker-1')).metadata.uid).toBe(before.metadata.uid);
});

test('who removes the namespace of the mirrors removes no machine', async () => {
  const before = await cluster.get('mapi', 'worker-1');
  await cluster.admin.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'openshift-cluster-api' });
  await untilIdle('NamespaceMissing');
  // As the namespace's controller does, which does not run here.
  await cluster.admin.delete(cluster.ref('capi', 'worker-1'));
  await cluster.until('capi', 'worker-1', 'going', (each) => each.metadata.deletionTimestamp !== undefined);
  await untilIdle('NamespaceMissing');
  expect((await cluster.get('mapi', 'worker-1')).metadata.deletionTimestamp).toBeUndefined();
  expect((await cluster.get('mapi', 'worker-1')).metadata.uid).toBe(before.metadata.uid);
});
