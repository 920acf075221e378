import type { KubeObject } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInStep, runsInStep, says, statusOf } from '../e2e/objects.ts';
import { type OperatorChanges, type RunningOperator, startOperator } from '../e2e/operator.ts';
import { aws, startWhole, type Whole } from '../e2e/rig.ts';
import { startClusterApiStandIn } from '../migration/cluster-api-stand-in.ts';
import { recordPair } from '../migration/record-pair.ts';
import { startApiProxy } from './api-proxy.ts';

let cluster: Whole;
beforeAll(async () => {
  cluster = await startWhole();
});
afterAll(async () => {
  await cluster?.stop();
});

/** Times of a Lease that a test can wait for. */
const short = { durationMs: 2000, renewDeadlineMs: 1500, retryMs: 300 };

const lease = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'openshift-cluster-api',
  name: 'machine-api-migration-leader',
} as const;

const untilActing = (operator: RunningOperator) =>
  until('the operator to act', () => operator.state.isActing || undefined, { timeoutMs: 20_000 });

let count = 0;
/** Makes a Machine that the acting operator has to mirror. */
async function makeWork(): Promise<string> {
  const name = `work-${count++}`;
  await cluster.admin.create(JSON.parse(JSON.stringify(aws.mapiMachine(undefined, {}, { name }))));
  return name;
}

const untilInStep = (name: string) => cluster.until('mapi', name, 'in step', isInStep);

test('of two operators one acts, and when it is cut off the other takes over: the first had stopped before', async () => {
  const [one, two] = await Promise.all([startApiProxy(cluster.asOperator), startApiProxy(cluster.asOperator)]);
  const first = startOperator(one.endpoint, { identity: 'capstan-a_1', lease: short, standingMs: 500 });
  await untilActing(first);
  const second = startOperator(two.endpoint, { identity: 'capstan-b_2', lease: short, standingMs: 500 });
  await until('the second to know who acts', () => second.state.holder === 'capstan-a_1' || undefined);
  await untilInStep(await makeWork());
  expect(two.writes).toEqual([]);

  // The first still lives, and cannot reach the server any more while there is more and more to write.
  one.die();
  const names = await Promise.all(Array.from({ length: 5 }, makeWork));
  await untilActing(second);
  await Promise.all(names.map(untilInStep));
  await until('the first to have stopped acting', () => (first.state.isActing ? undefined : true));
  const lastOfFirst = Math.max(...one.writes.map(({ at }) => at));
  const firstOfSecond = Math.min(...two.writes.map(({ at }) => at));
  expect(lastOfFirst).toBeLessThan(firstOfSecond);

  // Back again, the first stands by and says who acts.
  one.revive();
  await until('the first to know who acts', () => first.state.holder === 'capstan-b_2' || undefined, {
    timeoutMs: 20_000,
  });
  const before = one.writes.length;
  await untilInStep(await makeWork());
  expect(one.writes.length).toBe(before);
  await Promise.all([first.stop(), second.stop()]);
  await Promise.all([one.close(), two.close()]);
}, 60_000);

test('an operator whose Lease another has taken writes nothing any more', async () => {
  const proxy = await startApiProxy(cluster.asOperator);
  const operator = startOperator(proxy.endpoint, { identity: 'capstan-c_3', lease: short, standingMs: 500 });
  await untilActing(operator);
  // The in-tree controller, which takes the Lease without asking.
  const spec = {
    holderIdentity: 'capi-controllers-7d9c_0c5d2f4e-0000-4000-8000-000000000000',
    leaseDurationSeconds: 3600,
    renewTime: new Date().toISOString().replace('Z', '000Z'),
  };
  await cluster.admin.mergePatch(lease, { spec });
  await until('the operator to have stopped', () => (operator.state.isActing ? undefined : true));
  const before = proxy.writes.length;
  const name = await makeWork();
  await until(
    'the operator to say who holds the Lease',
    () => operator.state.holder === spec.holderIdentity || undefined,
  );
  const events = await until('an event on the Lease', async () => {
    const { items } = await cluster.admin.list({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      namespace: lease.namespace,
    });
    const about = items.filter((event) => event['reason'] === 'WaitingForLease');
    return about.find((event) => JSON.stringify(event).includes('capi-controllers')) === undefined ? undefined : about;
  });
  expect(events.length).toBeGreaterThan(0);
  expect(proxy.writes.length).toBe(before);
  expect(says('Synchronized', 'True')(await cluster.get('mapi', name))).toBe(false);
  // Handed back, the work goes on.
  await cluster.admin.mergePatch(lease, { spec: { holderIdentity: '', leaseDurationSeconds: 1 } });
  await untilInStep(name);
  await operator.stop();
  await proxy.close();
}, 60_000);

describe('while machines change hands', () => {
  const migrating = {
    lease: short,
    standingMs: 500,
    controllers: new Set(['prerequisites', 'sync', 'migration']),
  } as const satisfies OperatorChanges;
  const names = Array.from({ length: 6 }, (_, index) => `move-${index}`);
  /** The write that begins or ends a migration. */
  const ofStatus = /^PATCH .*machine\.openshift\.io.*\/machines\/move-\d\/status/;

  const untilAllWith = async (api: 'MachineAPI' | 'ClusterAPI'): Promise<void> => {
    const isWith = (object: KubeObject) =>
      statusOf(object)['authoritativeAPI'] === api && statusOf(object)['synchronizedAPI'] === api && isInStep(object);
    for (const name of names) await cluster.until('mapi', name, `with ${api}`, isWith);
  };
  const askAll = async (to: 'MachineAPI' | 'ClusterAPI'): Promise<void> => {
    await Promise.all(names.map((name) => cluster.patch('mapi', name, { spec: { authoritativeAPI: to } })));
  };

  test('an operator that is cut off and one whose Lease is stolen leave the rest to the other: both APIs never act', async () => {
    const clusterApi = await startClusterApiStandIn(cluster);
    const record = await recordPair(cluster);
    const [one, two] = await Promise.all([startApiProxy(cluster.asOperator), startApiProxy(cluster.asOperator)]);
    const first = startOperator(one.endpoint, { ...migrating, identity: 'capstan-d_4' });
    await untilActing(first);
    const second = startOperator(two.endpoint, { ...migrating, identity: 'capstan-e_5' });
    for (const name of names) {
      await cluster.admin.create(JSON.parse(JSON.stringify(aws.mapiMachine(undefined, {}, { name }))));
    }
    for (const name of names) await cluster.until('mapi', name, 'running', runsInStep);
    expect(two.writes).toEqual([]);

    // Cut off when the server has just taken the second of its writes, of which it never hears.
    one.cut(2, 'after');
    await askAll('ClusterAPI');
    await until('the first to be cut off', () => one.isDead() || undefined);
    await untilAllWith('ClusterAPI');
    expect(second.state.isActing).toBe(true);
    const lastOfFirst = Math.max(...one.writes.map(({ at }) => at));
    expect(lastOfFirst).toBeLessThan(Math.min(...two.writes.map(({ at }) => at)));
    one.revive();
    await until('the first to know who acts', () => first.state.holder === 'capstan-e_5' || undefined);

    // Stolen from the second in the middle of a write: until it notices it goes on, against what the first writes.
    const spec = {
      holderIdentity: 'capstan-d_4',
      leaseDurationSeconds: 2,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    };
    const stolen = new Promise((resolve) => {
      two.afterNext(ofStatus, () => cluster.admin.mergePatch(lease, { spec }).then(resolve));
    });
    await askAll('MachineAPI');
    await stolen;
    await untilActing(first);
    await until('the second to have stopped', () => (second.state.isActing ? undefined : true), { timeoutMs: 20_000 });
    const before = two.writes.length;
    await untilAllWith('MachineAPI');
    expect(two.writes.length).toBe(before);

    expect(record.bothActed()).toEqual([]);
    expect(record.states()).toBeGreaterThan(names.length * 10);
    await Promise.all([first.stop(), second.stop()]);
    await Promise.all([one.close(), two.close(), record.stop(), clusterApi.stop()]);
  }, 120_000);
});
