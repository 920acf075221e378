import { createClient, silentLogger, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { packPolicies, runPolicies } from '@capstan/operator';
import { makePolicy } from '@capstan/operator/testing';
import { expect, test } from 'vitest';
import { capstan } from '../cli/run.ts';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';

const admin = connect();

test('capstan policies status says what is in place, what is not and why, and that no operator has said anything', async () => {
  const namespace = await createNamespace(admin, 'capi');
  const flags = ['--kubeconfig', controlPlane().kubeconfigPath, '--cluster-api-namespace', namespace];
  const status = (...more: string[]) => capstan(['policies', 'status', ...flags, ...more]);
  const before = await status();
  expect(before).toMatchObject({ code: 1, stdout: '' });
  expect(before.stderr).toContain(`there is no ConfigMap ${namespace}/capstan-policies-status`);

  const name = `capstan-${namespace}`;
  const paramKind = { apiVersion: 'nobody.example.com/v1', kind: 'Nothing' };
  const plain = makePolicy({ name: `${name}-plain`, namespace });
  const ship = (...policies: typeof plain) =>
    admin.apply(packPolicies(policies, namespace), { fieldManager: 'test', force: true });
  await ship(...plain, ...makePolicy({ name: `${name}-waits`, namespace, paramKind }));
  const ending = new AbortController();
  const client = createClient(controlPlane());
  const running = runPolicies(
    {
      client,
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
    const waiting = await until('a policy in place', async () => {
      const result = await status();
      return /Applied +yes/.test(result.stdout) ? result : undefined;
    });
    expect(waiting.code).toBe(2);
    expect(
      waiting.stdout
        .replaceAll(name, 'capstan-NS')
        .replaceAll(/ {4,}/g, '   ')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'TIME'),
    ).toBe(
      `CONDITION   STATUS   REASON   SINCE
Valid   True   AsExpected   TIME
Applied   False   Waiting   TIME
Live   True   AsExpected   TIME

Applied
  capstan-NS-waits: its parameters are of the kind Nothing of
  nobody.example.com/v1, which is not served; applied, it would refuse every
  write

POLICY   STATE   IN PLACE
capstan-NS-plain   Applied   yes
capstan-NS-waits   Waiting   no
`,
    );
    await ship(...plain);
    const json = await until('all in place', async () => {
      const result = await status('-o', 'json');
      return result.code === 0 ? JSON.parse(result.stdout) : undefined;
    });
    expect(json).toMatchObject({
      version: 1,
      policies: [{ name: `${name}-plain`, state: 'Applied', live: 'live', message: '' }],
    });
    await ship();
    await until('none to be left', async () => ((await status()).stdout.includes('POLICY') ? undefined : true));
  } finally {
    ending.abort(new Error('the test is over'));
    await running;
    await client.close();
  }
});
