import { platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import { createClient, createMetrics, type KubeObject, silentLogger, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { controlPlane } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { createCaches } from '../caches.ts';
import { machineApiVersion } from '../names.ts';
import { createObserve } from './observe.ts';
import { observedStores } from './observed-stores.ts';

/** A process that has just begun, with caches of the real API server; what it tells of one metric. */
async function begin(namespaces: { readonly machineApi: string; readonly clusterApi: string }) {
  const client = createClient(controlPlane());
  const ending = new AbortController();
  const [fixture] = Object.values(fixtures).filter(({ type }) => type === 'AWS');
  const platform = platformOf(fixture?.infrastructure() ?? {}) ?? expect.fail('AWS has a table');
  const caches = createCaches({
    transport: client.transport,
    clock: systemClock,
    log: silentLogger,
    namespaces,
    platform,
    hasAutoscalers: false,
  });
  const running = caches.run(ending.signal);
  onTestFinished(async () => {
    ending.abort(new Error('the test is over'));
    await running;
    await client.close();
  });
  await caches.synced(ending.signal);
  const metrics = createMetrics();
  const observe = createObserve({ metrics, clock: systemClock, standing: () => undefined });
  observe.read(observedStores(caches, namespaces));
  const seconds = async (metric: string): Promise<number | undefined> => {
    const lines = (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`));
    return lines.length === 0 ? undefined : Number(lines[0]?.split(' ').at(-1));
  };
  return {
    cached: (key: string) => caches.machines.informer.store.get(key),
    seconds,
    /** Waits for a value of `least` or more. */
    until: (metric: string, least: number): Promise<number> =>
      until(`${metric} to be ${least} or more`, async () => {
        const value = await seconds(metric);
        return value !== undefined && value >= least ? value : undefined;
      }),
  };
}

test('a restart forgets neither how long a migration has been asked for nor how long it has been under way', async () => {
  const admin = createClient(controlPlane());
  onTestFinished(() => admin.close());
  const namespaces = {
    machineApi: await createNamespace(admin, 'mapi'),
    clusterApi: await createNamespace(admin, 'capi'),
  };
  const ref = { apiVersion: machineApiVersion, kind: 'Machine', namespace: namespaces.machineApi, name: 'worker-a' };
  const { apiVersion, kind, namespace, name } = ref;
  const spec = { authoritativeAPI: 'MachineAPI', providerSpec: { value: {} } };
  await admin.create({ apiVersion, kind, metadata: { name, namespace }, spec } as KubeObject);
  const setStatus = (authoritativeAPI: string) =>
    admin.mergePatch(ref, { status: { authoritativeAPI } }, { subresource: 'status', fieldManager: 'test-status' });
  await setStatus('MachineAPI');

  const rest = await begin(namespaces);
  expect(await rest.seconds('capstan_migration_requested_seconds')).toBeUndefined();
  expect(rest.cached(`${namespace}/${name}`)?.metadata).not.toHaveProperty('managedFields');

  await admin.mergePatch(ref, { spec: { authoritativeAPI: 'ClusterAPI' } }, { fieldManager: 'oc-patch' });
  expect(await rest.until('capstan_migration_requested_seconds', 0)).toBeLessThan(60);
  // The API server notes whole seconds, so after two of them one has passed by any reckoning.
  await rest.until('capstan_migration_requested_seconds', 2);
  const second = await begin(namespaces);
  expect(await second.seconds('capstan_migration_requested_seconds')).toBeGreaterThan(1);

  await setStatus('Migrating');
  await second.until('capstan_migrating_seconds', 2);
  expect(await second.seconds('capstan_migration_requested_seconds')).toBeUndefined();
  const third = await begin(namespaces);
  expect(await third.seconds('capstan_migrating_seconds')).toBeGreaterThan(1);
  await setStatus('ClusterAPI');
  await until('the end of it', async () =>
    (await third.seconds('capstan_migrating_seconds')) === undefined ? true : undefined,
  );
});
