import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInStep, says } from '../e2e/objects.ts';
import { type RunningOperator, startOperator } from '../e2e/operator.ts';
import { aws, startWhole, type Whole } from '../e2e/rig.ts';
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
