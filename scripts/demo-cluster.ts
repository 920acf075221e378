import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type KubeClient, type KubeObject, systemClock } from '@capstan/kube';
import type { Endpoint } from '@capstan/kube/testing';
import { defaultNamespaces } from '@capstan/operator';
import {
  createServiceAccount,
  createStandInCloud,
  gatesOn,
  loadSaved,
  seedStandInCloud,
  serviceAccountEndpoint,
  standInName,
  startAcknowledgingClusterApi,
  startMachineApiStandIn,
} from '@capstan/operator/testing';
import { parse, stringify } from 'yaml';
import { exampleCluster } from '../test/conversion/examples.ts';
import { applyRbac, operatorAccount } from '../test/deploy/service-account.ts';
import { root } from './run-command.ts';

const { machineApi, clusterApi } = defaultNamespaces;

/** The example cluster in a control plane; what is pushed onto `ends` is to be called, the last first, when it is over. */
export interface DemoCluster {
  readonly client: KubeClient;
  readonly machineSets: number;
  readonly machines: number;
  /** For the operator: its own account with the rights that deploy/ gives it. */
  readonly operatorKubeconfig: string;
}

/** Fills a control plane with the example cluster, what deploy/ brings, and stand-ins for the controllers of both APIs. */
export async function fillDemoCluster(
  plane: Endpoint,
  ends: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<DemoCluster> {
  const client = createClient(plane, { userAgent: 'capstan-demo' });
  ends.push(() => client.close());
  const made = await loadSaved(client, [...gatesOn(), ...(await savedObjects()), ...secrets()]);
  await applyRbac(client, defaultNamespaces);
  const transport = await readFile(join(root, 'deploy/base/generated/policy-config-map.yaml'), 'utf8');
  await client.create(parse(transport));

  const machines = made.filter(({ kind }) => kind === 'Machine');
  const cloud = createStandInCloud();
  seedStandInCloud(cloud, machines);
  const standIns = await Promise.all([
    exemptClient(plane, client, { namespace: machineApi, name: 'machine-api-controllers' }),
    exemptClient(plane, client, { namespace: clusterApi, name: 'capi-controllers' }),
  ]);
  ends.push(...standIns.map((each) => () => each.close()));
  const parts = { namespace: machineApi, cloud, clock: systemClock, random: Math.random, signal };
  const machineApiStandIn = await startMachineApiStandIn({ client: standIns[0], ...parts });
  ends.push(() => machineApiStandIn.stop());
  const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', machineKind: 'AWSMachine' };
  ends.push(await startAcknowledgingClusterApi({ client: standIns[1], namespace: clusterApi, infra }));

  const operatorKubeconfig = 'out/operator-kubeconfig';
  await writeKubeconfig(operatorKubeconfig, await serviceAccountEndpoint(plane, clusterApi, operatorAccount));
  const machineSets = made.filter(({ kind }) => kind === 'MachineSet').length;
  return { client, machineSets, machines: machines.length, operatorKubeconfig };
}

/** The objects of the example that a control plane can hold. */
async function savedObjects(): Promise<KubeObject[]> {
  return (await exampleCluster()).map((object): KubeObject => JSON.parse(JSON.stringify(object)));
}

/** What the machines of the example refer to; a must-gather has no secrets. */
function secrets(): KubeObject[] {
  const text = Buffer.from('{"ignition":{"version":"3.4.0"}}').toString('base64');
  return ['worker-user-data', 'master-user-data', 'aws-cloud-credentials'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: machineApi },
    type: 'Opaque',
    data: name === 'aws-cloud-credentials' ? {} : { disableTemplating: 'dHJ1ZQ==', userData: text },
  }));
}

/** One of the accounts that the policies let write to both sides, as the controllers in whose place it is. */
async function exemptClient(
  plane: Endpoint,
  admin: KubeClient,
  account: { readonly namespace: string; readonly name: string },
): Promise<KubeClient> {
  await admin.create({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `${standInName}-${account.name}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
  return createServiceAccount(plane, admin, account);
}

async function writeKubeconfig(path: string, { url, ca, token }: Endpoint): Promise<void> {
  const certificate = Buffer.from(ca).toString('base64');
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'demo', cluster: { server: url, 'certificate-authority-data': certificate } }],
    users: [{ name: operatorAccount, user: { token } }],
    contexts: [{ name: 'demo', context: { cluster: 'demo', user: operatorAccount } }],
    'current-context': 'demo',
  });
  await writeFile(join(root, path), text, { mode: 0o600 });
}
