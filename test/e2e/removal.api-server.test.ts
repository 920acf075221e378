import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInStep, runsInStep } from './objects.ts';
import type { RunningOperator } from './operator.ts';
import { aws, startWhole, type Whole } from './rig.ts';

let whole: Whole;
let operator: RunningOperator;
beforeAll(async () => {
  whole = await startWhole();
  operator = await whole.startOperator({ standingMs: 500 });
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiMachine())));
  await whole.until('mapi', 'worker-1', 'in step', runsInStep);
});
afterAll(async () => {
  await whole?.stop();
});

const untilIdle = (reason: string) =>
  until(`the operator to idle because of ${reason}`, () => {
    const { standing, isActing } = operator.state;
    return (standing?.act === false && standing.reason === reason && !isActing) || undefined;
  });

const untilActing = () => until('the operator to act', () => operator.state.isActing || undefined);

test('who removes the CRDs of Cluster API removes no machine: the operator idles, and begins when they are back', async () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'machines.cluster.x-k8s.io',
  };
  const { apiVersion, kind, metadata, ...saved } = await whole.admin.get(crd);
  const before = await whole.get('mapi', 'worker-1');
  await whole.admin.delete(crd);
  // The server deletes every object of the kind; the mirror is held by its finalizer.
  await whole.until('capi', 'worker-1', 'going', (each) => each.metadata.deletionTimestamp !== undefined);
  await untilIdle('ClusterAPINotServed');
  const after = await whole.get('mapi', 'worker-1');
  expect(after.metadata).toMatchObject({ uid: before.metadata.uid });
  expect(after.metadata.deletionTimestamp).toBeUndefined();
  expect(whole.cloud.running().length).toBe(1);

  await whole.patch('capi', 'worker-1', { metadata: { finalizers: null } });
  await until(
    'the old CRD to be gone',
    async () => (await whole.admin.get(crd).catch(() => undefined)) === undefined || undefined,
  );
  const { name, labels = {}, annotations = {} } = metadata;
  const again = { apiVersion, kind, metadata: { name, labels, annotations }, spec: saved['spec'] };
  await whole.admin.create(again, { fieldValidation: 'Ignore' });
  await untilActing();
  await whole.until('mapi', 'worker-1', 'in step', isInStep);
  await whole.until('capi', 'worker-1', 'made again', (each) => each.metadata.deletionTimestamp === undefined);
  expect((await whole.get('mapi', 'worker-1')).metadata.uid).toBe(before.metadata.uid);
});

test('who removes the namespace of the mirrors removes no machine', async () => {
  const before = await whole.get('mapi', 'worker-1');
  await whole.admin.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'openshift-cluster-api' });
  await untilIdle('NamespaceMissing');
  // As the namespace's controller does, which does not run here.
  await whole.delete('capi', 'worker-1');
  await whole.until('capi', 'worker-1', 'going', (each) => each.metadata.deletionTimestamp !== undefined);
  await untilIdle('NamespaceMissing');
  expect((await whole.get('mapi', 'worker-1')).metadata.deletionTimestamp).toBeUndefined();
  expect((await whole.get('mapi', 'worker-1')).metadata.uid).toBe(before.metadata.uid);
});
