import { createClient, type KubeClient, type KubeObject, silentLogger, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { packPolicies, readPolicyStatus, runPolicies } from '@capstan/operator';
import { makePolicy, serviceAccountEndpoint } from '@capstan/operator/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyRoles } from '../../scripts/policy-documents.ts';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { applyRbac, operatorAccount } from './service-account.ts';

const admin = connect();
const apiVersion = 'admissionregistration.k8s.io/v1';
let namespace = '';
let operator: KubeClient;
let shipped: KubeObject[];

beforeAll(async () => {
  const [machineApi, clusterApi] = await Promise.all([createNamespace(admin, 'mapi'), createNamespace(admin, 'capi')]);
  namespace = clusterApi;
  await applyRbac(admin, { machineApi, clusterApi });
  const paramKind = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine' };
  shipped = [
    ...makePolicy({ name: `capstan-${namespace}-plain`, namespace }),
    ...makePolicy({ name: `capstan-${namespace}-twin`, namespace, paramKind }),
  ];
  for (const document of policyRoles(shipped)) {
    const text = JSON.stringify(document).replaceAll('openshift-cluster-api', namespace);
    await admin.create(JSON.parse(text.replaceAll('"capstan-policies"', `"capstan-policies-${namespace}"`)));
  }
  operator = createClient(await serviceAccountEndpoint(controlPlane(), clusterApi, operatorAccount));
});

afterAll(() => operator?.close());

test('with the rights of deploy/ alone policies are applied, parameters and all; one of a name that is not shipped is refused, and that is said', async () => {
  const stranger = makePolicy({ name: `capstan-${namespace}-stranger`, namespace });
  const ship = (...policies: readonly KubeObject[]) =>
    admin.apply(packPolicies(policies, namespace), { fieldManager: 'test', force: true });
  await ship(...shipped, ...stranger);
  const ending = new AbortController();
  const running = runPolicies(
    {
      client: operator,
      clock: systemClock,
      log: silentLogger,
      demand: { kind: 'apply' },
      namespaces: { machineApi: namespace, clusterApi: namespace },
      recorder: { record: () => {}, flush: async () => {} },
      settleMs: 0,
    },
    ending.signal,
  );
  try {
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'capstan-policies-status' };
    const status = await until('both to be obeyed', async () => {
      const found = readPolicyStatus(await admin.get(ref).catch(() => undefined));
      return found?.policies.filter(({ live }) => live === 'live').length === 2 ? found : undefined;
    });
    const applied = status.conditions.find(({ type }) => type === 'Applied');
    expect(applied?.reason).toBe('Refused');
    expect(applied?.message).toContain(`capstan-${namespace}-stranger`);
    expect(applied?.message).toContain('is forbidden');
    await ship();
    await until('all to be gone', async () => {
      const found = readPolicyStatus(await admin.get(ref));
      return found?.policies.length === 0 ? true : undefined;
    });
  } finally {
    ending.abort(new Error('the test is over'));
    await running;
  }
});

test('a policy of another name can be neither made nor taken away: one could stop the cluster, the other let everybody in', async () => {
  const [policy] = makePolicy({ name: `somebody-elses-${namespace}`, namespace });
  if (policy === undefined) return expect.fail('one was made');
  const refused = /is forbidden/;
  await expect(operator.create(policy)).rejects.toThrow(refused);
  await expect(operator.apply(policy, { fieldManager: 'capstan-policies' })).rejects.toThrow(refused);
  await admin.create(policy);
  const ref = { apiVersion, kind: policy.kind, name: policy.metadata.name };
  await expect(operator.delete(ref)).rejects.toThrow(refused);
  await expect(operator.mergePatch(ref, { spec: { failurePolicy: 'Ignore' } })).rejects.toThrow(refused);
  await expect(operator.delete({ ...ref, name: 'capstan-secrets' })).rejects.toThrow(refused);
  await admin.delete(ref);
});
