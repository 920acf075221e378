import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { aws, type E2eCluster, startCluster, statusOf } from './cluster.ts';

let cluster: E2eCluster;
beforeAll(async () => {
  cluster = await startCluster({ platform: 'AWS', clusterApiManager: true });
}, buildTimeoutMs);
afterAll(() => cluster?.stop());

const labels = { 'machine.openshift.io/cluster-api-machineset': 'workers' };

test('beside the real core manager the operator is quiet at rest, with machines of both authorities in one set', async () => {
  const { patch, setStatus, get } = cluster;
  cluster.startOperator();
  await cluster.create(
    aws.mapiSet(undefined, { set: { replicas: 2 }, templateMetadata: { labels: { ...labels, team: 'a' } } }),
  );
  const machines = await until(
    'two machines',
    async () => {
      const found = await cluster.list('mapi');
      return found.length === 2 && found.every((each) => statusOf(each, 'Synchronized') === 'True') ? found : undefined;
    },
    { timeoutMs: 60_000 },
  );
  const [first, second] = machines.map(({ metadata }) => metadata.name);
  if (first === undefined || second === undefined) return expect.fail('two machines');

  // The core manager has seen the mirrors and keeps its hands off them.
  for (const name of [first, second]) {
    await cluster.until('capi', name, 'paused by the manager', (each) => statusOf(each, 'Paused') === 'True');
  }
  await cluster.until('capiSet', 'workers', 'paused by the manager', (each) => statusOf(each, 'Paused') === 'True');

  // Authority goes over as a migration would hand it: the set and one of its machines.
  const handOver = async (
    slot: 'mapi' | 'mapiSet',
    mirrors: readonly ['capi' | 'infra' | 'capiSet', string][],
    name: string,
  ) => {
    await patch(slot, name, { spec: { authoritativeAPI: 'ClusterAPI' } });
    await setStatus(await get(slot, name), { authoritativeAPI: 'Migrating' });
    await cluster.until(slot, name, 'paused', (each) => statusOf(each, 'Paused') === 'True');
    for (const [kind, of] of mirrors) {
      const annotations = { 'cluster.x-k8s.io/paused': null, 'capstan.openshift.io/authority': 'ClusterAPI' };
      await patch(kind, of, { metadata: { annotations } });
    }
    await setStatus(await get(slot, name), { authoritativeAPI: 'ClusterAPI', synchronizedGeneration: 0 });
  };
  await handOver(
    'mapi',
    [
      ['infra', first],
      ['capi', first],
    ],
    first,
  );
  await handOver('mapiSet', [['capiSet', 'workers']], 'workers');
  await cluster.until('capiSet', 'workers', 'acting', (each) => statusOf(each, 'Paused') === 'False');
  await cluster.until('capi', first, 'acting', (each) => statusOf(each, 'Paused') === 'False');
  await cluster.until('mapi', first, 'in step', (each) => statusOf(each, 'Synchronized') === 'True');
  await cluster.until('mapiSet', 'workers', 'in step', (each) => statusOf(each, 'Synchronized') === 'True');

  // The set's controller writes its template's labels to its machines, the paused one too.
  await patch('capiSet', 'workers', { spec: { template: { metadata: { labels: { team: 'b' } } } } });
  await cluster.until('capi', second, 'labelled by the set', ({ metadata }) => metadata.labels?.['team'] === 'b');

  // Quiet is when nothing was written over a whole resync of the manager (10 s), which looks at everything again.
  let seen = -1;
  let since = performance.now();
  await until(
    'the operator to be quiet for 12 s',
    () => {
      const count = cluster.writes().length;
      if (count !== seen) {
        seen = count;
        since = performance.now();
      }
      return performance.now() - since > 12_000 || undefined;
    },
    { timeoutMs: 60_000 },
  );
  expect((await get('capi', second)).metadata.labels?.['team']).toBe('b');
}, 180_000);
