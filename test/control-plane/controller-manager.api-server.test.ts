import { createClient, type KubeClient, type KubeObject, refOf, untilGone } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from './build.ts';
import { startWholeControlPlane, type WholeControlPlane } from './whole.ts';

let plane: WholeControlPlane;
let client: KubeClient;

beforeAll(async () => {
  plane = await startWholeControlPlane({ controllerManager: true });
  client = createClient(plane);
}, buildTimeoutMs);

afterAll(async () => {
  await client?.close();
  await plane?.stop();
});

const namespace = 'openshift-cluster-api';

/** A Machine and the infra machine that it owns. */
async function pair(name: string, finalizers: string[] = []): Promise<{ owner: KubeObject; dependent: KubeObject }> {
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name };
  const owner = await client.create({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name, namespace, finalizers },
    spec: { clusterName: 'c', bootstrap: { dataSecretName: 'worker' }, infrastructureRef },
  });
  const { apiVersion, kind, metadata } = owner.object;
  const dependent = await client.create({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSMachine',
    metadata: { name, namespace, ownerReferences: [{ apiVersion, kind, name, uid: metadata.uid, controller: true }] },
    spec: { instanceType: 'm5.large' },
  });
  return { owner: owner.object, dependent: dependent.object };
}

/** A kind that the collector didn't know when it started takes it 30 s. */
const collected = (object: KubeObject) => untilGone(client, refOf(object), { timeoutMs: 60_000 });

test('what an owner leaves behind is deleted', async () => {
  const { owner, dependent } = await pair('left-behind');
  await client.delete(refOf(owner), { propagationPolicy: 'Background' });
  await collected(dependent);
});

test('an owner that is only terminating keeps its dependent, until it is gone', async () => {
  const finalizer = 'capstan.example.org/wait';
  const terminating = await pair('terminating', [finalizer]);
  await client.delete(refOf(terminating.owner), { propagationPolicy: 'Background' });
  // One that was deleted later and is collected shows that the collector has seen the first.
  const later = await pair('later');
  await client.delete(refOf(later.owner), { propagationPolicy: 'Background' });
  await collected(later.dependent);
  expect((await client.get(refOf(terminating.dependent))).metadata.deletionTimestamp).toBeUndefined();

  await client.mergePatch(refOf(terminating.owner), { metadata: { finalizers: null } });
  await collected(terminating.dependent);
});

test('a deleted namespace is emptied and goes', async () => {
  const name = 'short-lived';
  const { object } = await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await client.create({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSMachine',
    metadata: { name, namespace: name },
    spec: { instanceType: 'm5.large' },
  });
  await client.delete(refOf(object));
  await collected(object);
});
