import { join } from 'node:path';
import { createClient, createMetrics, type KubeObject, silentLogger, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import {
  defaultNamespaces,
  defaultWorkers,
  describeCluster,
  listCluster,
  type OperatorState,
  policyNames,
  readPolicyStatus,
  runOperator,
} from '@capstan/operator';
import {
  createStandInCloud,
  gatesOn,
  loadSaved,
  seedStandInCloud,
  serviceAccountEndpoint,
  standInName,
  startMachineApiStandIn,
} from '@capstan/operator/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { startWholeControlPlane, type WholeControlPlane } from '../control-plane/whole.ts';
import { exampleCluster } from '../conversion/examples.ts';
import { readKustomization } from './kustomize.ts';
import { applyRbac, operatorAccount } from './service-account.ts';

const { machineApi, clusterApi } = defaultNamespaces;
let plane: WholeControlPlane;

beforeAll(async () => {
  plane = await startWholeControlPlane({ platform: 'AWS' });
});

afterAll(() => plane?.stop());

test('with the rights of deploy/ alone the operator brings a cluster in step under its own policies, scales it and lets a machine go; without the gate no policy is left', async () => {
  const admin = createClient(plane);
  const saved = (await exampleCluster()).map((object): KubeObject => JSON.parse(JSON.stringify(object)));
  const made = await loadSaved(admin, [
    ...gatesOn(),
    ...saved,
    userData('worker-user-data'),
    userData('master-user-data'),
  ]);
  await applyRbac(admin, defaultNamespaces);
  const shipped = (await readKustomization(join(root, 'deploy/base'))).filter(({ kind }) => kind === 'ConfigMap');
  for (const configMap of shipped) await admin.create(configMap);
  const cloud = createStandInCloud();
  seedStandInCloud(
    cloud,
    made.filter(({ kind }) => kind === 'Machine'),
  );
  const ending = new AbortController();
  const parts = { clock: systemClock, random: Math.random, signal: ending.signal };
  const standInClient = createClient(plane, { userAgent: standInName });
  const standIn = await startMachineApiStandIn({ client: standInClient, namespace: machineApi, cloud, ...parts });

  const refused: string[] = [];
  const onAnswer = (method: string, code: number | '<error>') => void (code === 403 && refused.push(method));
  const client = createClient(await serviceAccountEndpoint(plane, clusterApi, operatorAccount), { onAnswer });
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const running = runOperator(
    {
      ...parts,
      client,
      log: silentLogger,
      metrics: createMetrics(),
      instance: 'capstan-1',
      identity: 'capstan-1_1',
      certificateAuthority: plane.ca,
      settings: {
        namespaces: defaultNamespaces,
        controllers: new Set(['prerequisites', 'sync', 'policies']),
        featureGates: new Map(),
        lease: { durationMs: 4000, renewDeadlineMs: 3000, retryMs: 500 },
        workers: defaultWorkers,
        standingMs: 500,
        policySettleMs: 0,
      },
      state,
    },
    ending.signal,
  );
  const summary = async () => describeCluster(await listCluster(admin, defaultNamespaces, ending.signal)).summary;
  const reason = async (type: string) => {
    const said = { apiVersion: 'v1', kind: 'ConfigMap', namespace: clusterApi, name: policyNames.statusConfigMap };
    const found = readPolicyStatus(await admin.get(said).catch(() => undefined));
    return found?.conditions.find((each) => each.type === type)?.reason;
  };
  try {
    await until('all to be in step', async () => ((await summary()).waiting === 0 && state.isActing) || undefined, {
      timeoutMs: 60_000,
    });
    await until('all policies to be in place', async () => (await reason('Live')) === 'AsExpected' || undefined, {
      timeoutMs: 60_000,
    });
    const before = await summary();
    expect(before.synchronized).toBeGreaterThan(0);

    const set = made.find(({ kind }) => kind === 'MachineSet')?.metadata.name ?? expect.fail('there is a MachineSet');
    const ref = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', namespace: machineApi, name: set };
    const scale = (replicas: number) => admin.mergePatch(ref, { spec: { replicas } });
    await scale(4);
    await until('new machines to be in step', async () => {
      const { waiting, synchronized } = await summary();
      return (waiting === 0 && synchronized > before.synchronized) || undefined;
    });
    await scale(0);
    await until('machines and mirrors to go', async () => {
      const { machineSets } = describeCluster(await listCluster(admin, defaultNamespaces, ending.signal));
      const mirrors = await admin.list({
        apiVersion: 'cluster.x-k8s.io/v1beta2',
        kind: 'Machine',
        namespace: clusterApi,
      });
      const isOfSet = ({ metadata }: KubeObject) => metadata.labels?.['cluster.x-k8s.io/set-name'] === set;
      return (
        (machineSets.find(({ name }) => name === set)?.machines.length === 0 && !mirrors.items.some(isOfSet)) ||
        undefined
      );
    });
    const secrets = await admin.list({ apiVersion: 'v1', kind: 'Secret', namespace: clusterApi });
    const names = secrets.items.map(({ metadata }) => metadata.name);
    expect(names).toContain('worker-user-data');
    expect(names.some((name) => name.endsWith('-kubeconfig'))).toBe(true);

    expect(await reason('Applied')).toBe('AsExpected');
    const featureGates = [{ version: '4.20.0', enabled: [], disabled: [{ name: 'MachineAPIMigration' }] }];
    const gate = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };
    await admin.mergePatch(gate, { status: { featureGates } }, { subresource: 'status' });
    await until('the policies to go', async () => (await reason('Applied')) === 'Removed' || undefined);
    const kind = 'ValidatingAdmissionPolicy';
    expect((await admin.list({ apiVersion: 'admissionregistration.k8s.io/v1', kind })).items).toEqual([]);
  } finally {
    ending.abort(new Error('stopped'));
    await running;
    await standIn.stop();
    await Promise.all([client.close(), admin.close(), standInClient.close()]);
  }
  expect(refused).toEqual([]);
}, 180_000);

function userData(name: string): KubeObject {
  const data = { userData: Buffer.from('{"ignition":{"version":"3.4.0"}}').toString('base64') };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: machineApi }, type: 'Opaque', data };
}
