/**
 * A process that stands in for the controllers of both APIs as far as a migration waits for them: by the condition Paused it
 * acknowledges at once who acts, and does nothing else. Of its own, so that what it takes is not the operator's.
 * `node acknowledging.ts KUBECONFIG PORT`; on that port it tells what it has written, by the names of `readWrites`.
 */
import { createServer } from 'node:http';
import {
  ApiError,
  createClient,
  createInformer,
  type KubeObject,
  loadClientConfig,
  systemClock,
  timestamp,
} from '@capstan/kube';
import { refOf } from '@capstan/kube/testing';

const machineApi = 'machine.openshift.io/v1beta1';
const clusterApi = 'cluster.x-k8s.io/v1beta2';
const kinds = [
  { apiVersion: machineApi, kind: 'Machine', namespace: 'openshift-machine-api' },
  { apiVersion: machineApi, kind: 'MachineSet', namespace: 'openshift-machine-api' },
  { apiVersion: clusterApi, kind: 'Machine', namespace: 'openshift-cluster-api' },
  { apiVersion: clusterApi, kind: 'MachineSet', namespace: 'openshift-cluster-api' },
  {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSMachine',
    namespace: 'openshift-cluster-api',
  },
];

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly message?: string;
}

const [kubeconfig, port] = process.argv.slice(2);
const { endpoint } = await loadClientConfig({ kubeconfig, env: process.env });
const client = createClient(endpoint, { userAgent: 'acknowledging' });
const written: Record<string, number> = {};

for (const { apiVersion, kind, namespace } of kinds) {
  const plural = `${kind.toLowerCase()}s`;
  const informer = createInformer({
    transport: client.transport,
    target: { path: `/apis/${apiVersion}/namespaces/${namespace}/${plural}`, apiVersion, kind },
    indices: {},
    // No more than an answer needs.
    transform: ({ apiVersion, kind, metadata, ...rest }) => ({
      apiVersion,
      kind,
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace ?? '',
        resourceVersion: metadata.resourceVersion ?? '',
      },
      conditions: conditionsOf(rest),
      says: said(apiVersion, metadata, rest),
    }),
    clock: systemClock,
    random: Math.random,
  });
  const name = `PATCH ${plural}/status.${apiVersion.split('/')[0]}`;
  informer.follow(({ after }) => {
    if (after !== undefined) void acknowledge(after, name);
  });
  void informer.run(new AbortController().signal);
}

/** What the object's controller would say: as Machine API's words name what it saw, so do these. */
function said(
  apiVersion: string,
  { annotations }: KubeObject['metadata'],
  { status }: { readonly [field: string]: unknown },
): Condition | undefined {
  if (apiVersion !== machineApi) {
    const isPaused = annotations?.['cluster.x-k8s.io/paused'] !== undefined;
    return paused(
      isPaused,
      isPaused ? 'Paused' : 'NotPaused',
      isPaused ? 'The object has the annotation' : 'Nothing pauses it',
    );
  }
  const api =
    typeof status === 'object' && status !== null && 'authoritativeAPI' in status ? status.authoritativeAPI : '';
  if (typeof api !== 'string' || api === '') return undefined;
  const reason = api === 'MachineAPI' ? 'AuthoritativeAPIMachineAPI' : 'AuthoritativeAPINotMachineAPI';
  return paused(api !== 'MachineAPI', reason, `The AuthoritativeAPI status is set to '${api}'`);
}

function paused(isPaused: boolean, reason: string, message: string) {
  return { type: 'Paused', status: isPaused ? 'True' : 'False', reason, message };
}

function conditionsOf({ status }: { readonly [field: string]: unknown }): readonly Condition[] {
  if (typeof status !== 'object' || status === null || !('conditions' in status)) return [];
  return Array.isArray(status.conditions) ? status.conditions : [];
}

async function acknowledge(object: KubeObject, name: string): Promise<void> {
  const says = object['says'] as Condition | undefined;
  const before = object['conditions'] as readonly Condition[];
  const known = before.find(({ type }) => type === 'Paused');
  if (says === undefined || (known?.status === says.status && known?.message === says.message)) return;
  const lastTransitionTime = timestamp(new Date());
  const conditions = [...before.filter(({ type }) => type !== 'Paused'), { ...says, lastTransitionTime }];
  // Against the version that was seen: a later one is on its way where that is not the last.
  const patch = { metadata: { resourceVersion: object.metadata.resourceVersion }, status: { conditions } };
  try {
    await client.mergePatch(refOf(object), patch, { subresource: 'status', fieldValidation: 'Warn' });
    count(name);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 404)) throw error;
    count(`${name} refused with ${error.status}`);
  }
}

function count(name: string): void {
  written[name] = (written[name] ?? 0) + 1;
}

createServer((_request, response) => response.end(JSON.stringify(written))).listen(Number(port), '127.0.0.1');
