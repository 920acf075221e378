import { applyCrds, until, untilGone } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { machineAutoscaler, machineAutoscalerCrd } from './machine-autoscaler.ts';
import { isInStep } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});

const untilScaledBy = (name: string | undefined) =>
  whole.until(
    'mapiSet',
    'workers',
    `scaled by ${name}`,
    ({ metadata }) => metadata.annotations?.['capstan.openshift.io/autoscaled-by'] === name,
  );

test('a set says which MachineAutoscaler scales it, from when the cluster knows the kind until it does not', async () => {
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet())));
  const operator = await whole.startOperator({ standingMs: 200 });
  await whole.until('mapiSet', 'workers', 'in step', isInStep);
  expect(operator.state.standing).toMatchObject({ act: true, hasAutoscalers: false });
  await operator.writesIn(0, 500);

  await applyCrds(whole.admin, [machineAutoscalerCrd]);
  const byMachineApi = machineAutoscaler('scale-workers', 'workers');
  await whole.admin.create(byMachineApi);
  await untilScaledBy('scale-workers');
  await until('the operator to act on', () => operator.state.isActing || undefined);
  expect(await operator.writesIn(500, 500)).toEqual([]);
  const before = operator.writes().length;

  // One that aims at the other half of the pair is the same to the set.
  await whole.admin.create(machineAutoscaler('aims-at-cluster-api', 'workers', 'cluster.x-k8s.io/v1beta2'));
  await untilScaledBy('aims-at-cluster-api');
  await whole.admin.create(machineAutoscaler('of-another', 'others'));
  const { apiVersion, kind, metadata } = byMachineApi;
  await whole.admin.delete({ apiVersion, kind, ...metadata, name: 'aims-at-cluster-api' });
  await untilScaledBy('scale-workers');
  // One write for each change, and nothing of it on the mirror.
  expect(await operator.writesIn(500, 500)).toEqual([]);
  expect(operator.writes().slice(before)).toEqual(['patch MachineSet/workers', 'patch MachineSet/workers']);
  const mirror = await whole.get('capiSet', 'workers');
  expect(mirror.metadata.annotations).not.toHaveProperty(['capstan.openshift.io/autoscaled-by']);

  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: machineAutoscalerCrd.metadata.name,
  };
  await whole.admin.delete(crd);
  await untilGone(whole.admin, crd);
  await untilScaledBy(undefined);
});
