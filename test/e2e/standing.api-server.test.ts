import type { KubeObject } from '@capstan/kube';
import { applyCrds, until, untilGone } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { clusterApiCrds } from '../control-plane/crds.ts';
import { isInStep, isRunning, runsInStep } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});

async function startOperator() {
  const operator = await whole.startOperator({ standingMs: 200 });
  onTestFinished(operator.stop);
  const untilIdle = (reason: string) =>
    until(`the operator to be idle for ${reason}`, () => {
      const { standing, isActing } = operator.state;
      return (standing?.act === false && standing.reason === reason && !isActing) || undefined;
    });
  const untilActing = () => until('the operator to act', () => operator.state.isActing || undefined);
  return { ...operator, untilIdle, untilActing };
}

const create = (object: object): Promise<unknown> => whole.admin.create(JSON.parse(JSON.stringify(object)));
const crd = (name: string) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name });

test('without the CRDs of Cluster API it idles and names what is missing; when they appear, a bare cluster gets all there is to have', async () => {
  for (const kind of ['machines', 'machinesets', 'clusters']) {
    await whole.admin.delete(crd(`${kind}.cluster.x-k8s.io`));
    await untilGone(whole.admin, crd(`${kind}.cluster.x-k8s.io`));
  }
  await create(aws.mapiSet());
  await create(aws.mapiMachine());
  const operator = await startOperator();
  await operator.untilIdle('ClusterAPINotServed');
  expect(operator.state.standing).toMatchObject({ message: expect.stringContaining('cluster.x-k8s.io') });
  await whole.untilCount('mapi', 3, isRunning);
  expect(await operator.writesIn(500, 500)).toEqual([]);
  expect(operator.writes()).toEqual([]);

  await applyCrds(whole.admin, await clusterApiCrds('1.11.5'));
  await operator.untilActing();
  const machines = await whole.untilCount('mapi', 3, runsInStep);
  await whole.until('mapiSet', 'workers', 'in step', isInStep);
  for (const slot of ['capi', 'infra'] as const) {
    expect(await whole.names(slot)).toEqual(machines.map(({ metadata }) => metadata.name));
  }
  expect(await whole.names('capiSet')).toEqual(['workers']);
  expect(await whole.names('template')).toHaveLength(1);
  const around = { namespace: 'openshift-cluster-api', name: 'ocp1-x7k2p' };
  for (const ref of [
    { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', ...around },
    { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'AWSCluster', ...around },
    { apiVersion: 'v1', kind: 'Secret', ...around, name: 'ocp1-x7k2p-kubeconfig' },
    { apiVersion: 'v1', kind: 'Secret', ...around, name: 'worker-user-data' },
  ]) {
    expect(await whole.admin.get(ref)).toMatchObject({ kind: ref.kind });
  }
  expect(await operator.writesIn(500, 500)).toEqual([]);
});

test('with the gate off it lets go, idles and says so where the gate is; with the gate on it goes on with what came in between', async () => {
  const operator = await startOperator();
  await operator.untilActing();
  await operator.writesIn(0, 500);
  const before = operator.writes().length;
  // Over all that is there already, a start costs nothing.
  expect(before).toBe(0);

  await setGate('disabled');
  await operator.untilIdle('FeatureGateOff');
  const event = await until('an Event about the gate', eventAboutGate);
  expect(event['note']).toMatch(/^Capstan is idle: .*MachineAPIMigration/);
  await create(aws.mapiMachine(aws.provider(), {}, { name: 'meanwhile' }));
  await whole.until('mapi', 'meanwhile', 'running', isRunning);
  expect(await operator.writesIn(500, 500)).toEqual([]);
  expect(operator.writes()).toHaveLength(before);

  await setGate('enabled');
  await operator.untilActing();
  await whole.until('mapi', 'meanwhile', 'in step', runsInStep);
  expect(new Set(operator.writes().map((write) => write.split('/')[1]?.split(' ')[0]))).toEqual(new Set(['meanwhile']));
});

async function setGate(state: 'enabled' | 'disabled'): Promise<void> {
  const gates = { enabled: [], disabled: [], [state]: [{ name: 'MachineAPIMigration' }] };
  const ref = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };
  const status = { featureGates: [{ version: '4.20.0', ...gates }] };
  await whole.admin.mergePatch(ref, { status }, { subresource: 'status' });
}

async function eventAboutGate(): Promise<KubeObject | undefined> {
  const { items } = await whole.admin.list({ apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: 'default' });
  return items.find(({ reason }) => reason === 'FeatureGateOff');
}
