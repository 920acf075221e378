import { asObject } from '@capstan/convert';
import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { aws, type E2eCluster, startCluster, statusOf } from './cluster.ts';

let cluster: E2eCluster;
beforeAll(async () => {
  cluster = await startCluster({ platform: 'AWS', controllerManager: true, clusterApiManager: true });
  cluster.startOperator();
}, buildTimeoutMs);
afterAll(() => cluster?.stop());

/** A set of two machines in step; resolves with the names of its machines. */
async function makeSet(name: string): Promise<string[]> {
  const labels = { 'machine.openshift.io/cluster-api-machineset': name };
  const selector = { matchLabels: labels };
  await cluster.create(
    aws.mapiSet(undefined, { metadata: { name }, set: { replicas: 2, selector }, templateMetadata: { labels } }),
  );
  const machines = await until(
    `the machines of ${name}`,
    async () => {
      const found = await membersOf(name);
      return found.length === 2 && found.every((each) => statusOf(each, 'Synchronized') === 'True') ? found : undefined;
    },
    { timeoutMs: 60_000 },
  );
  return machines.map(({ metadata }) => metadata.name);
}

async function membersOf(name: string) {
  const label = 'machine.openshift.io/cluster-api-machineset';
  return (await cluster.list('mapi')).filter(({ metadata }) => metadata.labels?.[label] === name);
}

const running = () => cluster.standIn.cloud.running().length;

/** Hands a set over to Cluster API, without its machines, in the steps of a migration. */
async function handOverSet(name: string): Promise<void> {
  const { patch, setStatus, get } = cluster;
  await patch('mapiSet', name, { spec: { authoritativeAPI: 'ClusterAPI' } });
  await setStatus(await get('mapiSet', name), { authoritativeAPI: 'Migrating' });
  await cluster.until('mapiSet', name, 'paused', (each) => statusOf(each, 'Paused') === 'True');
  const annotations = { 'cluster.x-k8s.io/paused': null, 'capstan.openshift.io/authority': 'ClusterAPI' };
  await patch('capiSet', name, { metadata: { annotations } });
  await setStatus(await get('mapiSet', name), { authoritativeAPI: 'ClusterAPI', synchronizedGeneration: 0 });
  await cluster.until('mapiSet', name, 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
}

/** Hands a machine over to Cluster API, in the steps of a migration. */
async function handOverMachine(name: string): Promise<void> {
  const { patch, setStatus, get } = cluster;
  await patch('mapi', name, { spec: { authoritativeAPI: 'ClusterAPI' } });
  await setStatus(await get('mapi', name), { authoritativeAPI: 'Migrating' });
  await cluster.until('mapi', name, 'paused', (each) => statusOf(each, 'Paused') === 'True');
  const annotations = { 'cluster.x-k8s.io/paused': null, 'capstan.openshift.io/authority': 'ClusterAPI' };
  for (const kind of ['infra', 'capi'] as const) await patch(kind, name, { metadata: { annotations } });
  await setStatus(await get('mapi', name), { authoritativeAPI: 'ClusterAPI', synchronizedGeneration: 0 });
  await cluster.until('mapi', name, 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
}

const untilGone = (kind: Parameters<E2eCluster['get']>[0], name: string) =>
  until(
    `${kind} ${name} to be gone`,
    async () => (await cluster.get(kind, name).catch(() => undefined)) === undefined || undefined,
    {
      timeoutMs: 60_000,
    },
  );

test('a deleted MachineSet takes its machines, their mirrors and their instances along, and nothing is left', async () => {
  const before = running();
  const machines = await makeSet('gone');
  expect(running()).toBe(before + 2);
  await cluster.admin.delete(cluster.ref('mapiSet', 'gone'), { propagationPolicy: 'Background' });
  for (const name of machines) for (const kind of ['mapi', 'capi', 'infra'] as const) await untilGone(kind, name);
  await untilGone('mapiSet', 'gone');
  await untilGone('capiSet', 'gone');
  expect((await cluster.list('template')).filter(({ metadata }) => metadata.name.startsWith('gone-'))).toEqual([]);
  expect(running()).toBe(before);
}, 120_000);

test('a deleted mirror of a MachineSet is made again, and no machine of it is lost', async () => {
  const machines = await makeSet('kept');
  const before = running();
  const uids = async () => (await membersOf('kept')).map(({ metadata }) => metadata.uid).sort();
  const known = await uids();
  const { metadata } = await cluster.get('capiSet', 'kept');
  await cluster.admin.delete(cluster.ref('capiSet', 'kept'), { propagationPolicy: 'Background' });
  const again = await cluster.until('capiSet', 'kept', 'made again', (each) => each.metadata.uid !== metadata.uid);
  for (const name of machines) {
    await cluster.until('capi', name, 'owned by the new mirror', (each) => {
      const owners = each.metadata['ownerReferences'];
      const isNew = Array.isArray(owners) && owners.some((owner) => asObject(owner)?.['uid'] === again.metadata.uid);
      return isNew && each.metadata.deletionTimestamp === undefined;
    });
    await cluster.until('mapi', name, 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
  }
  expect(await uids()).toEqual(known);
  expect(running()).toBe(before);
}, 120_000);

test('OCPBUGS-56897: the deletion of a set that does not act leaves the one that does, and its running machines', async () => {
  const machines = await makeSet('moved');
  for (const name of machines) await handOverMachine(name);
  await handOverSet('moved');
  const before = running();
  await cluster.admin.delete(cluster.ref('mapiSet', 'moved'), { propagationPolicy: 'Background' });
  await untilGone('mapiSet', 'moved');
  for (const name of machines) await untilGone('mapi', name);
  for (const name of machines) {
    for (const kind of ['capi', 'infra'] as const) {
      expect((await cluster.get(kind, name)).metadata.deletionTimestamp).toBeUndefined();
    }
  }
  expect((await cluster.get('capiSet', 'moved')).metadata.deletionTimestamp).toBeUndefined();
  expect(running()).toBe(before);
}, 120_000);

test('mirrors follow a MachineSet that is scaled up and down', async () => {
  const machines = await makeSet('scaled');
  await cluster.patch('mapiSet', 'scaled', { spec: { replicas: 3 } });
  await until('three machines in step', async () => {
    const found = await membersOf('scaled');
    return (found.length === 3 && found.every((each) => statusOf(each, 'Synchronized') === 'True')) || undefined;
  });
  const inStep = (count: number) => (each: { [field: string]: unknown }) =>
    asObject(each['spec'])?.['replicas'] === count && asObject(each['status'])?.['replicas'] === count;
  await cluster.until('capiSet', 'scaled', 'of three', inStep(3));
  await cluster.patch('mapiSet', 'scaled', { spec: { replicas: 1 } });
  await cluster.until('capiSet', 'scaled', 'of one', inStep(1));
  await until('the mirrors of two to be gone', async () => {
    const names = (await membersOf('scaled')).map(({ metadata }) => metadata.name);
    const mirrors = (await cluster.list('capi')).filter(({ metadata }) => metadata.name.startsWith('scaled-'));
    return (names.length === 1 && mirrors.length === 1 && mirrors[0]?.metadata.name === names[0]) || undefined;
  });
  expect(machines.length).toBe(2);
}, 120_000);

test('a machine that Cluster API acts on is deleted by its controllers, and its mirror goes with it', async () => {
  const [name = ''] = await makeSet('deleted');
  await handOverMachine(name);
  await cluster.until('capi', name, 'acting', (each) => statusOf(each, 'Paused') === 'False');
  await cluster.admin.delete(cluster.ref('capi', name), { propagationPolicy: 'Background' });
  for (const kind of ['infra', 'capi', 'mapi'] as const) await untilGone(kind, name);
}, 120_000);
