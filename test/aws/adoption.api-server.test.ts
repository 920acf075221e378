import { createClient, type KubeClient, type KubeObject, refOf, until, untilGone } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { startWholeControlPlane, type WholeControlPlane } from '../control-plane/whole.ts';
import { says, statusOf } from '../e2e/objects.ts';
import { type Aws, startAws } from './aws.ts';
import { callers } from './callers.ts';
import type { Ec2Instance } from './ec2.ts';

const infra = 'infrastructure.cluster.x-k8s.io/v1beta2';
const core = 'cluster.x-k8s.io/v1beta2';
const namespace = 'openshift-cluster-api';
const clusterName = 'ocp1-x7k2p';
const image = 'ami-0c8d5f2b9a6e4d371';
const type = 'm6i.xlarge';

let aws: Aws;
let plane: WholeControlPlane;
let client: KubeClient;

beforeAll(async () => {
  aws = await startAws(clusterName);
  plane = await startWholeControlPlane({ clusterApiManager: true, awsManager: { url: aws.url } });
  client = createClient(plane);
  await createCluster();
}, buildTimeoutMs);

afterAll(async () => {
  await client?.close();
  await plane?.stop();
  await aws?.stop();
});

/** A cluster whose infrastructure somebody else looks after, as it is in OpenShift. */
async function createCluster(): Promise<void> {
  const metadata = { name: clusterName, namespace };
  await client.create({
    apiVersion: infra,
    kind: 'AWSClusterControllerIdentity',
    metadata: { name: 'default' },
    spec: { allowedNamespaces: {} },
  });
  const awsCluster = {
    apiVersion: infra,
    kind: 'AWSCluster',
    metadata: { ...metadata, annotations: { 'cluster.x-k8s.io/managed-by': 'test' } },
    spec: { region: 'us-east-1', identityRef: { kind: 'AWSClusterControllerIdentity', name: 'default' } },
  };
  await client.create(awsCluster);
  await client.mergePatch(refOf(awsCluster), { status: { ready: true } }, { subresource: 'status' });
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSCluster', name: clusterName };
  const cluster = { apiVersion: core, kind: 'Cluster', metadata, spec: { infrastructureRef } };
  await client.create(cluster);
  await whenever(cluster, 'provisioned', (now) => JSON.stringify(now).includes('"infrastructureProvisioned":true'));
}

function whenever(object: KubeObject, what: string, is: (now: KubeObject) => boolean): Promise<KubeObject> {
  let last: KubeObject | undefined;
  return until(
    `${object.kind} to be ${what}`,
    async () => {
      last = await client.get(refOf(object));
      return is(last) ? last : undefined;
    },
    { timeoutMs: 60_000 },
  ).catch(async (cause: unknown) => {
    const log = await plane.managers['aws-provider-manager']?.logTail();
    throw new Error(`not ${what}: ${JSON.stringify(last)}\n${log}`, { cause });
  });
}

function run(name: string): Promise<Ec2Instance> {
  const { subnet, securityGroup } = aws.network;
  const tags = { Name: name, [`kubernetes.io/cluster/${clusterName}`]: 'owned' };
  const zone = 'us-east-1a';
  return aws.clientOf(callers.machineApi).run({ image, type, zone, subnet, securityGroups: [securityGroup], tags });
}

/** A Machine and an AWSMachine of an instance that is there already. */
async function createPair(name: string, instance: Ec2Instance, annotations: Record<string, string>) {
  const providerID = `aws:///${instance.zone}/${instance.id}`;
  const labels = { 'cluster.x-k8s.io/cluster-name': clusterName };
  const { object: machine } = await client.create({
    apiVersion: core,
    kind: 'Machine',
    metadata: { name, namespace, labels, annotations },
    spec: {
      clusterName,
      providerID,
      bootstrap: { dataSecretName: 'worker-user-data' },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name },
    },
  });
  const owner = { apiVersion: core, kind: 'Machine', name, uid: machine.metadata.uid, controller: true };
  const { object: awsMachine } = await client.create({
    apiVersion: infra,
    kind: 'AWSMachine',
    metadata: { name, namespace, labels, annotations, ownerReferences: [owner] },
    spec: {
      providerID,
      instanceID: instance.id,
      ami: { id: image },
      instanceType: type,
      subnet: { id: aws.network.subnet },
      additionalSecurityGroups: [{ id: aws.network.securityGroup }],
      ignition: { storageType: 'UnencryptedUserData' },
    },
  });
  return { machine, awsMachine };
}

test('CAPA takes over an instance that runs as it is: it makes none and changes nothing of it, and ends it once when its machine is deleted', async () => {
  const before = await run('taken-over');
  const { machine, awsMachine } = await createPair('taken-over', before, { 'cluster.x-k8s.io/paused': '' });
  await whenever(awsMachine, 'paused', says('Paused', 'True'));
  const paused = aws.calls.filter(({ by }) => by === callers.capa);
  expect(paused.map(({ action }) => action)).toEqual([]);

  for (const each of [awsMachine, machine]) {
    await client.mergePatch(refOf(each), { metadata: { annotations: { 'cluster.x-k8s.io/paused': null } } });
  }
  const ready = await whenever(awsMachine, 'ready', (now) => statusOf(now)['ready'] === true);
  expect(ready['spec']).toMatchObject({ instanceID: before.id, providerID: `aws:///us-east-1a/${before.id}` });
  expect(statusOf(ready)).toMatchObject({ instanceState: 'running' });
  await whenever(machine, 'provisioned', (now) => statusOf(now)['phase'] === 'Provisioned');
  expect(aws.done('RunInstances')).toEqual([`machine-api ${before.id}`]);
  expect(await aws.ec2.instance(before.id)).toEqual({ ...before, state: 'running' });

  await client.delete(refOf(machine));
  await untilGone(client, refOf(machine), { timeoutMs: 90_000 });
  await untilGone(client, refOf(awsMachine));
  expect(await aws.ec2.instance(before.id)).toMatchObject({ state: 'terminated' });
  expect(aws.done('TerminateInstances')).toEqual([`capa ${before.id}`]);
  expect(aws.done('RunInstances')).toEqual([`machine-api ${before.id}`]);
}, 120_000);
