import { defaultNamespaces } from '@capstan/operator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import type { Driver } from './driver.ts';
import { refuseChanges } from './refusing-policy.ts';
import { everything, runsIn, words } from './runs.ts';
import { type MoveWorld, startMoveWorld } from './world.ts';

let world: MoveWorld;
let driver: Driver | undefined;
const { look, ready, run, untilRefused } = runsIn(() => ({ client: world.admin, namespaces: defaultNamespaces }));

beforeAll(async () => {
  world = await startMoveWorld({ a: 3, b: 1 });
}, buildTimeoutMs);
afterAll(() => world?.close());
afterEach(async () => {
  await driver?.stop();
  driver = undefined;
});

describe('a run stops', { timeout: 120_000 }, () => {
  test('at once when a machine runs on another instance, and says which', async () => {
    const request = { ...everything, all: false, names: [{ kind: 'MachineSet', name: 'a' }] } as const;
    driver = world.drive({
      async onStatus(name, status) {
        if (name !== 'a-0' || status !== 'ClusterAPI') return;
        const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'AWSMachine', name };
        await world.admin.mergePatch(
          { ...infra, namespace: defaultNamespaces.clusterApi },
          { spec: { instanceID: 'i-another' } },
        );
      },
    });
    const plan = await ready({ request }, 25);
    const result = await run(plan);
    expect(result.ending).toBe('changed');
    const failed = result.states.find(({ state }) => state.kind === 'failed');
    expect(failed).toMatchObject({ move: { name: 'a-0' }, state: { code: 'InstanceChanged' } });
    expect(JSON.stringify(failed?.state)).toContain('infra machine spec.instanceID was i-a-0 and is i-another');
    expect(words(result.states)).toContain('a-1 planned');
    const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'AWSMachine', name: 'a-0' };
    await world.admin.mergePatch(
      { ...infra, namespace: defaultNamespaces.clusterApi },
      { spec: { instanceID: 'i-a-0' } },
    );
    expect((await run(await ready({ rollback: plan.run }))).ending).toBe('done');
  });

  test('when its time is up, begins nothing more, and tells what it waits for', async () => {
    driver = world.drive({ lets: (name) => name !== 'a-0' });
    const request = { ...everything, all: false, names: [{ kind: 'MachineSet', name: 'a' }] } as const;
    const plan = await ready({ request }, 25);
    const result = await run(plan, { timeoutMs: 1000 });
    expect(result.ending).toBe('failed');
    expect(result.states.find(({ state }) => state.kind === 'failed')?.state).toMatchObject({ code: 'Timeout' });
    expect(words(result.states)).toContain('a-1 planned');
    expect((await run(await look({ rollback: plan.run }))).ending).toBe('done');
  });

  test('only when more have failed than it may: with a budget the others go on, and the end tells of the failure', async () => {
    driver = world.drive({ lets: (name) => name !== 'a-0' });
    const names = ['a-0', 'a-1'].map((name) => ({ kind: 'Machine', name }) as const);
    const plan = await ready({ request: { ...everything, all: false, names } }, 50);
    const result = await run(plan, { timeoutMs: 2000, maxFailures: 1 });
    expect(result.ending).toBe('failed');
    expect(words(result.states)).toEqual(['a-0 failed', 'a-1 moved']);
    expect((await run(await look({ rollback: plan.run }))).ending).toBe('done');
  });

  test('when a policy refuses one, at the first of a wave', async () => {
    driver = world.drive();
    const plan = await ready({ request: everything });
    const lift = await refuseChanges(world.admin, 'Machine');
    await untilRefused({ request: everything });
    const result = await run(plan);
    expect(result.ending).toBe('failed');
    expect(result.states.filter(({ state }) => state.kind === 'failed')).toMatchObject([
      { move: { name: 'a-0' }, state: { code: 'Refused' } },
    ]);
    expect(words(result.states)).toContain('a-1 planned');
    await lift();
  });
});
