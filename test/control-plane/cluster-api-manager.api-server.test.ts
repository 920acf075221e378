import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createClient,
  isRecord,
  type KubeClient,
  type KubeObject,
  refOf,
  until,
  untilGone,
} from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildTimeoutMs, ensureClusterApiManager } from './build.ts';
import { startClusterApiManager } from './cluster-api-manager.ts';
import { startWholeControlPlane, type WholeControlPlane } from './whole.ts';

const core = 'cluster.x-k8s.io/v1beta2';
const infra = 'infrastructure.cluster.x-k8s.io/v1beta2';
const apiGroup = 'infrastructure.cluster.x-k8s.io';
const namespace = 'openshift-cluster-api';
const clusterName = 'infra-1';

let plane: WholeControlPlane;
let client: KubeClient;

beforeAll(async () => {
  plane = await startWholeControlPlane({ clusterApiManager: true });
  client = createClient(plane);
  await client.create({
    apiVersion: infra,
    kind: 'AWSCluster',
    metadata: { name: clusterName, namespace },
    spec: { region: 'us-east-1' },
  });
  await client.create({
    apiVersion: core,
    kind: 'Cluster',
    metadata: { name: clusterName, namespace },
    spec: { infrastructureRef: { apiGroup, kind: 'AWSCluster', name: clusterName } },
  });
}, buildTimeoutMs);

afterAll(async () => {
  await client?.close();
  await plane?.stop();
});

const machineSpec = (kind: string, name: string) => ({
  clusterName,
  bootstrap: { dataSecretName: 'worker-user-data' },
  infrastructureRef: { apiGroup, kind, name },
});

async function createMachine(name: string, { annotations = {}, infraFinalizers = [] as string[] } = {}) {
  const awsMachine = await client.create({
    apiVersion: infra,
    kind: 'AWSMachine',
    metadata: {
      name,
      namespace,
      labels: { 'cluster.x-k8s.io/cluster-name': clusterName },
      finalizers: infraFinalizers,
    },
    spec: { instanceType: 'm5.large' },
  });
  const machine = await client.create({
    apiVersion: core,
    kind: 'Machine',
    metadata: { name, namespace, annotations },
    spec: machineSpec('AWSMachine', name),
  });
  return { machine: refOf(machine.object), awsMachine: refOf(awsMachine.object) };
}

function condition({ status }: KubeObject, type: string): unknown {
  const conditions = isRecord(status) && Array.isArray(status['conditions']) ? status['conditions'] : [];
  return conditions.find((entry) => isRecord(entry) && entry['type'] === type);
}

test('a taken port makes it start again with another', async () => {
  const binaries = await mkdtemp(join(tmpdir(), 'capstan-busy-'));
  onTestFinished(() => rm(binaries, { recursive: true }));
  const wrapper = join(binaries, 'cluster-api-manager');
  // The first time round it takes the API server's port instead of the free one.
  await writeFile(
    wrapper,
    `#!/bin/sh
if [ ! -e ${binaries}/tried ]; then touch ${binaries}/tried; set -- "$@" --webhook-port=${new URL(plane.url).port}; fi
exec ${await ensureClusterApiManager()}/cluster-api-manager "$@"
`,
  );
  await chmod(wrapper, 0o755);
  const said: string[] = [];
  // In a namespace where it has nothing to do, beside the one that works.
  const options = { binaries, namespace: 'default', log: (line: string) => said.push(line) };
  const manager = await startClusterApiManager(plane, options);
  await manager.stop();
  expect(said).toEqual(['control plane: cluster-api-manager found its port taken; trying another']);
});

test('a paused Machine says so; its manager still puts its finalizer on it, and keeps its hands off the infra machine', async () => {
  const { machine, awsMachine } = await createMachine('paused', { annotations: { 'cluster.x-k8s.io/paused': '' } });
  const paused = await until('Paused', async () => condition(await client.get(machine), 'Paused'));
  expect(paused).toMatchObject({ status: 'True', reason: 'Paused' });
  expect((await client.get(machine)).metadata.finalizers).toEqual(['machine.cluster.x-k8s.io']);
  expect((await client.get(awsMachine)).metadata['ownerReferences']).toBeUndefined();
});

test('a MachineSet makes a Machine and its infra machine from the template', async () => {
  const name = 'workers';
  await client.create({
    apiVersion: infra,
    kind: 'AWSMachineTemplate',
    metadata: { name, namespace },
    spec: { template: { spec: { instanceType: 'm6i.xlarge' } } },
  });
  const labels = { 'cluster.x-k8s.io/cluster-name': clusterName, set: name };
  await client.create({
    apiVersion: core,
    kind: 'MachineSet',
    metadata: { name, namespace, labels },
    spec: {
      clusterName,
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: machineSpec('AWSMachineTemplate', name) },
    },
  });
  const of = (apiVersion: string, kind: string) =>
    until(`the ${kind}`, async () => {
      const { items } = await client.list({ apiVersion, kind, namespace, labelSelector: `set=${name}` });
      return items[0];
    });
  const awsMachine = await of(infra, 'AWSMachine');
  const machine = await of(core, 'Machine');
  expect(awsMachine['spec']).toMatchObject({ instanceType: 'm6i.xlarge' });
  expect(machine['spec']).toMatchObject({ infrastructureRef: { kind: 'AWSMachine', name: awsMachine.metadata.name } });
});

test('a deleted Machine waits for its infra machine, deletes it, and goes when that is gone', async () => {
  const finalizer = 'awsmachine.infrastructure.cluster.x-k8s.io';
  const { machine, awsMachine } = await createMachine('deleted', { infraFinalizers: [finalizer] });
  await until('the finalizer', async () => (await client.get(machine)).metadata.finalizers);
  await client.delete(machine);
  await until('the infra machine to be deleted', async () => (await client.get(awsMachine)).metadata.deletionTimestamp);
  expect((await client.get(machine)).metadata.finalizers).toEqual(['machine.cluster.x-k8s.io']);
  await client.mergePatch(awsMachine, { metadata: { finalizers: null } });
  await untilGone(client, machine);
});

test('a deleted Machine whose infra machine is gone already goes', async () => {
  const { machine, awsMachine } = await createMachine('alone');
  await until('the finalizer', async () => (await client.get(machine)).metadata.finalizers);
  await client.delete(awsMachine);
  await client.delete(machine);
  await untilGone(client, machine);
});
