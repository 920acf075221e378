import { asObject } from '@capstan/convert';
import type { KubeClient, KubeObject, ObjectRef } from '@capstan/kube';
import type { Caches } from '../caches.ts';
import { ifFound } from '../if-found.ts';
import { clusterApiVersion, machineApiVersion } from '../names.ts';
import { gather as gatherMachine } from '../sync/machine/pass.ts';
import type { MachineState } from '../sync/machine/state.ts';
import { gather as gatherSet, membersOf } from '../sync/machine-set/pass.ts';
import type { MachineSetState } from '../sync/machine-set/state.ts';
import type { Environment } from '../sync/shared/environment.ts';
import { infraNameOf } from '../sync/shared/references.ts';

/** What looks at the cluster. What hangs on a moment is read from the server; sets and templates around it are remembered. */
export interface LookTools {
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly env: Environment;
}

/** A Machine's three objects as they are now. */
export async function lookAtMachine(name: string, tools: LookTools, signal: AbortSignal): Promise<MachineState> {
  const { env, caches } = tools;
  const { machineApi, clusterApi } = env.namespaces;
  const { infra } = env.platform;
  const [mapi, capi] = await Promise.all([
    read(tools, { apiVersion: machineApiVersion, kind: 'Machine', namespace: machineApi, name }, signal),
    read(tools, { apiVersion: clusterApiVersion, kind: 'Machine', namespace: clusterApi, name }, signal),
  ]);
  const infraRef = {
    apiVersion: infra.apiVersion,
    kind: infra.machineKind,
    namespace: clusterApi,
    name: infraNameOf(capi) ?? name,
  };
  return { ...gatherMachine(name, caches, env, { mapi, capi }), infra: await read(tools, infraRef, signal) };
}

/** A MachineSet's halves and the machines of each as they are now. */
export async function lookAtMachineSet(name: string, tools: LookTools, signal: AbortSignal): Promise<MachineSetState> {
  const { env, caches } = tools;
  const { machineApi, clusterApi } = env.namespaces;
  const [mapi, capi] = await Promise.all([
    read(tools, { apiVersion: machineApiVersion, kind: 'MachineSet', namespace: machineApi, name }, signal),
    read(tools, { apiVersion: clusterApiVersion, kind: 'MachineSet', namespace: clusterApi, name }, signal),
  ]);
  const state = gatherSet(name, caches, env, { mapi, capi });
  const [ofMapi, ofCapi] = await Promise.all([selectedBy(tools, mapi, signal), selectedBy(tools, capi, signal)]);
  return { ...state, members: { mapi: ofMapi, capi: ofCapi } };
}

/** The machines that a set owns and selects: one that it does not select it has lost, and the count shows that. */
async function selectedBy(
  { client, caches }: LookTools,
  set: KubeObject | undefined,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  if (set === undefined) return [];
  const { apiVersion, metadata } = set;
  const labels = asObject(asObject(set['spec'])?.['selector'])?.['matchLabels'];
  const labelSelector = Object.entries(asObject(labels) ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
  const namespace = metadata.namespace ?? '';
  const query = { apiVersion, kind: 'Machine', namespace, ...(labelSelector !== '' && { labelSelector }) };
  const { items } = await client.list(query, { signal });
  return membersOf(
    set,
    items.map((each) => caches.transform(each)),
  );
}

async function read(
  { client, caches }: LookTools,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const found = await ifFound(client.get(ref, { signal }));
  return found === undefined ? undefined : caches.transform(found);
}
