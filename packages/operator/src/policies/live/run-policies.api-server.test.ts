import {
  createClient,
  createMetrics,
  type KubeClient,
  type KubeObject,
  silentLogger,
  systemClock,
} from '@capstan/kube';
import { parseCrd, until, untilGone } from '@capstan/kube/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, controlPlane } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { type MadePolicy, makePolicy } from '../../testing/make-policy.ts';
import { bindingKind, bundlesOf, policyKind } from './bundle.ts';
import { packPolicies } from './pack-policies.ts';
import type { PolicyDemand } from './policies-when.ts';
import { runPolicies } from './run-policies.ts';
import { readPolicyStatus } from './status-config-map.ts';
import { untilLive } from './until-live.ts';

const admin = connect();
const admission = 'admissionregistration.k8s.io/v1';
let namespace = '';
let prefix = '';
let stop: () => Promise<void> = async () => {};

beforeEach(async () => {
  namespace = await createNamespace(admin, 'capi');
  prefix = `capstan-${namespace}`;
});
afterEach(() => stop());

const ref = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name });
const make = (name: string, more: Partial<MadePolicy> = {}) =>
  makePolicy({ name: `${prefix}-${name}`, namespace, expression: "object.metadata.name != 'bad'", ...more });

/** Puts policies into the transport ConfigMap, as `oc apply` does. */
const ship = (...policies: readonly KubeObject[][]) =>
  admin.apply(packPolicies(policies.flat(), namespace), { fieldManager: 'test', force: true });

/** Runs the controller until the test ends. Counts its writes. */
async function start(demand: Exclude<PolicyDemand, { kind: 'keep' }> = { kind: 'apply' }, settleMs = 0) {
  await stop();
  const ending = new AbortController();
  const writes: string[] = [];
  const client: KubeClient = createClient(controlPlane(), {
    onAnswer: (method) => void (method !== 'GET' && writes.push(method)),
  });
  const recorder = { record: () => {}, flush: async () => {} };
  const namespaces = { machineApi: namespace, clusterApi: namespace };
  const running = runPolicies(
    { client, clock: systemClock, log: silentLogger, metrics: createMetrics(), demand, namespaces, recorder, settleMs },
    ending.signal,
  );
  stop = async () => {
    ending.abort(new Error('the test is over'));
    await running;
    await client.close();
    stop = async () => {};
  };
  return { writes };
}

const status = async () => {
  const found = await admin.get(ref('capstan-policies-status')).catch(() => undefined);
  return readPolicyStatus(found);
};
/** Waits until a condition has this reason; gives its message. */
const reason = (type: string, wanted: string) =>
  until(
    `${type} to be ${wanted}`,
    async () => {
      const condition = (await status())?.conditions.find((each) => each.type === type);
      return condition?.reason === wanted ? condition.message : undefined;
    },
    { timeoutMs: 20_000 },
  );
const names = async (kind: string) =>
  (await admin.list({ apiVersion: admission, kind })).items
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length + 1));
const there = async () => [await names(policyKind), await names(bindingKind)];
const account = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
const policyRef = (name: string, kind = policyKind) => ({ apiVersion: admission, kind, name: `${prefix}-${name}` });

describe('the policies of the transport ConfigMap', () => {
  test('are applied, obeyed, changed and pruned as it says, and nothing is written at rest', async () => {
    const { writes } = await start();
    expect(await reason('Valid', 'ConfigMapMissing')).toContain('Apply deploy/ again');
    await ship(make('a'), make('b'));
    await reason('Live', 'AsExpected');
    expect(await there()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await expect(admin.create(account('bad'), { dryRun: true })).rejects.toThrow(
      `ValidatingAdmissionPolicy '${prefix}-a' with binding '${prefix}-a' denied request: No.`,
    );
    const { metadata } = await admin.get(policyRef('a'));
    expect(metadata.labels).toEqual({ 'capstan.openshift.io/policy-set': namespace });
    expect((await status())?.policies).toEqual([
      { name: `${prefix}-a`, state: 'Applied', message: '', live: 'live' },
      { name: `${prefix}-b`, state: 'Applied', message: '', live: 'live' },
    ]);
    const before = writes.length;

    await ship(make('a', { message: 'Still no.' }));
    await untilGone(admin, policyRef('b'));
    await until('the new message', () =>
      admin.create(account('bad'), { dryRun: true }).then(
        () => undefined,
        (error: Error) => error.message.includes('Still no.') || undefined,
      ),
    );
    expect(await there()).toEqual([['a'], ['a']]);
    expect(writes.length).toBeGreaterThan(before);

    await reason('Live', 'AsExpected');
    await stop();
    const again = await start();
    await until('it to have asked once', () => again.writes.length > 0 || undefined);
    await admin.mergePatch(ref('capstan-admission-policies'), { metadata: { annotations: { touched: 'yes' } } });
    await until('it to have read the status again', async () =>
      (await status())?.policies.length === 1 ? true : undefined,
    );
    // The sentinel's dry run, which stores nothing.
    expect(again.writes).toEqual(['PATCH']);

    await ship();
    await untilGone(admin, policyRef('a'));
    await untilGone(admin, policyRef('a', bindingKind));
  });

  test('stay as they are when the next ConfigMap has a fault, which is named with key and line, and when it is deleted', async () => {
    await ship(make('a'));
    await start();
    await reason('Live', 'AsExpected');
    const { data } = packPolicies([...make('a', { message: 'Other.' }), ...make('b')], namespace);
    const broken = { ...(data as Record<string, string>), [`${prefix}-b.yaml`]: 'kind: [' };
    await admin.mergePatch(ref('capstan-admission-policies'), { data: broken });
    const message = await reason('Valid', 'ConfigMapInvalid');
    expect(message).toContain(`${prefix}-b.yaml:1: it is no YAML`);
    expect(await there()).toEqual([['a'], ['a']]);
    expect(JSON.stringify(await admin.get(policyRef('a')))).not.toContain('Other.');
    await admin.delete(ref('capstan-admission-policies'));
    await reason('Valid', 'ConfigMapMissing');
    expect(await there()).toEqual([['a'], ['a']]);
  });

  test('are put back when somebody deletes or weakens one: they are changed in the ConfigMap, and nowhere else', async () => {
    await ship(make('a'));
    await start();
    await reason('Live', 'AsExpected');
    await admin.delete(policyRef('a', bindingKind));
    await until('the binding to be back', async () => ((await names(bindingKind)).length === 1 ? true : undefined));
    await admin.mergePatch(policyRef('a', bindingKind), { spec: { validationActions: ['Warn'] } });
    await until(
      'the binding to deny again',
      async () => JSON.stringify(await admin.get(policyRef('a', bindingKind))).includes('"Deny"') || undefined,
    );
    await admin.mergePatch(policyRef('a'), { spec: { matchConditions: [{ name: 'never', expression: 'false' }] } });
    await until('the condition to be gone', async () =>
      JSON.stringify(await admin.get(policyRef('a'))).includes('never') ? undefined : true,
    );
    await admin.delete(policyRef('a'));
    await reason('Applied', 'AsExpected');
    await reason('Live', 'AsExpected');
  });

  test('that the API server refuses are said, and the others are applied', async () => {
    await ship(make('a'), make('b', { expression: 'this is no CEL' }));
    await start();
    expect(await reason('Applied', 'Refused')).toContain(`${prefix}-b: `);
    expect(await there()).toEqual([['a'], ['a']]);
  });

  test('are taken away when the cluster has no mirrors any more, and it is said why', async () => {
    await ship(make('a'));
    await start();
    await reason('Live', 'AsExpected');
    await start({ kind: 'remove', why: 'the feature gate MachineAPIMigration is off' });
    expect(await reason('Applied', 'Removed')).toContain('the feature gate MachineAPIMigration is off');
    expect(await there()).toEqual([[], []]);
    await start();
    await reason('Live', 'AsExpected');
  });
});

describe('a policy whose parameters are of a kind that is not served', () => {
  test('is waited with, blocks no write, comes when the kind does, and goes with it', { timeout: 90_000 }, async () => {
    const group = `${namespace}.example.com`;
    const apiVersion = `${group}/v1`;
    const paramKind = { apiVersion, kind: 'Twin' };
    await ship(make('a'), make('p', { paramKind, expression: 'params.metadata.name != object.metadata.name' }));
    await start({ kind: 'apply' }, 1000);
    expect(await reason('Applied', 'Waiting')).toContain(`the kind Twin of ${apiVersion}, which is not served`);
    await admin.create(account('good'), { dryRun: true });
    await admin.create(twins(group));
    await until('the policy to be there', async () => ((await names(bindingKind)).length === 3 ? true : undefined), {
      timeoutMs: 40_000,
    });
    const [bundle] = bundlesOf(make('p', { paramKind }));
    const twin = { apiVersion, kind: 'Twin', metadata: { name: 'taken', namespace } };
    await until('a twin', () => admin.create(twin), { notYet: () => true });
    if (bundle === undefined) return expect.fail('one was made');
    const options = { client: admin, namespaces: { machineApi: namespace, clusterApi: namespace }, clock: systemClock };
    await untilLive([bundle], { ...options, signal: AbortSignal.timeout(60_000) });
    await expect(admin.create(account('taken'), { dryRun: true })).rejects.toThrow('denied request: No.');
    await admin.delete({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: `twins.${group}`,
    });
    await until('the policy to be gone', async () => ((await names(policyKind)).length === 1 ? true : undefined), {
      timeoutMs: 40_000,
    });
    expect(await reason('Applied', 'Waiting')).toContain('which is not served');
    await until('writes to be let through', () => admin.create(account('taken'), { dryRun: true }), {
      notYet: () => true,
    });
  });
});

function twins(group: string) {
  return parseCrd(
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `twins.${group}` },
      spec: {
        group,
        names: { plural: 'twins', singular: 'twin', kind: 'Twin', listKind: 'TwinList' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    },
    'the test',
  );
}
