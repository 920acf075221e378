import { asObject } from '@capstan/convert';
import { isConflict, type KubeClient, type KubeObject, refOf } from '@capstan/kube';
import { sleep } from '@capstan/kube/testing';
import { defaultNamespaces } from '@capstan/operator';

/** What is other than in a cluster in which all is well. */
export interface DriverOptions {
  /** False for an object that does not go beyond `status`, which it is about to get. */
  lets?(name: string, status: string): boolean;
  /** Told of each change of `status.authoritativeAPI`, after it. */
  onStatus?(name: string, status: string): Promise<void> | void;
  /** The new side's controllers are down. */
  readonly isSilent?: boolean;
}

/** A stand-in that runs. */
export interface Driver {
  stop(): Promise<void>;
}

const { machineApi, clusterApi } = defaultNamespaces;
const mapi = 'machine.openshift.io/v1beta1';
const capi = 'cluster.x-k8s.io/v1beta2';
const infra = 'infrastructure.cluster.x-k8s.io/v1beta2';

/**
 * Stands in for the migration and sync controllers and for the controllers of both APIs: it writes what all of them would say of
 * an object while its authority changes hands, and does nothing else. No instance and no Node is behind it.
 */
export function startDriver(admin: KubeClient, options: DriverOptions): Driver {
  const stopping = new AbortController();
  const running = drive(admin, options, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    async stop() {
      stopping.abort(new Error('the stand-in is stopped'));
      await running;
    },
  };
}

async function drive(admin: KubeClient, options: DriverOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const kind of ['Machine', 'MachineSet']) {
      const { items } = await admin.list({ apiVersion: mapi, kind, namespace: machineApi });
      for (const object of items) {
        await step(admin, { ...object, apiVersion: mapi, kind }, options).catch((error: unknown) => {
          if (!isConflict(error)) throw error;
        });
      }
    }
    await sleep(20, signal);
  }
}

async function step(admin: KubeClient, object: KubeObject, options: DriverOptions): Promise<void> {
  const { name, generation } = object.metadata;
  const status = asObject(object['status']) ?? {};
  const wanted = String(asObject(object['spec'])?.['authoritativeAPI'] ?? 'MachineAPI');
  const is = String(status['authoritativeAPI'] ?? '');
  const from = String(status['synchronizedAPI'] ?? '');
  const write = async (next: object): Promise<void> => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    await admin.mergePatch(refOf(object), { metadata, status: next }, { subresource: 'status' });
  };
  const goes = async (authoritativeAPI: string, more: object): Promise<void> => {
    if (options.lets?.(name, authoritativeAPI) === false) return;
    await write({ authoritativeAPI, ...more });
    await options.onStatus?.(name, authoritativeAPI);
  };
  if (is === 'Migrating') {
    const to = wanted === from ? from : wanted;
    await capiSide(admin, object, to === 'ClusterAPI' ? 'False' : 'True', options);
    const synchronized = condition('Synchronized', 'Unknown', 'AuthoritativeAPIChanged');
    await goes(to, { synchronizedGeneration: 0, conditions: [synchronized, mapiPaused(to, options)] });
  } else if (is !== wanted) {
    await goes('Migrating', { synchronizedAPI: is, conditions: [synced, mapiPaused('Migrating', options)] });
  } else if (status['synchronizedGeneration'] !== (await sourceGeneration(admin, object, is, generation))) {
    const synchronizedGeneration = await sourceGeneration(admin, object, is, generation);
    await write({ synchronizedGeneration, synchronizedAPI: is, conditions: [synced, mapiPaused(is, options)] });
  }
}

async function sourceGeneration(
  admin: KubeClient,
  { kind, metadata }: KubeObject,
  is: string,
  own: number | undefined,
) {
  if (is !== 'ClusterAPI') return own;
  const ref = { apiVersion: capi, kind, namespace: clusterApi, name: metadata.name };
  return (await admin.get(ref)).metadata.generation;
}

/** Pauses or lets go what Cluster API acts on, and says that its controllers have seen it. */
async function capiSide(
  admin: KubeClient,
  { kind, metadata: { name } }: KubeObject,
  status: 'True' | 'False',
  { isSilent = false }: DriverOptions,
): Promise<void> {
  const halves =
    kind === 'Machine'
      ? [ofCapi(capi, 'Machine', name), ofCapi(infra, 'AWSMachine', name)]
      : [ofCapi(capi, kind, name)];
  for (const ref of halves) {
    const annotations = { 'cluster.x-k8s.io/paused': status === 'True' ? '' : null };
    await admin.mergePatch(ref, { metadata: { annotations } });
    const conditions = [pausedCondition(isSilent && status === 'False' ? 'True' : status)];
    await admin.mergePatch(ref, { status: { conditions } }, { subresource: 'status' });
  }
}

function ofCapi(apiVersion: string, kind: string, name: string) {
  return { apiVersion, kind, namespace: clusterApi, name };
}

const synced = condition('Synchronized', 'True', 'ResourceSynchronized');

function condition(type: string, status: string, reason: string) {
  return { type, status, reason, message: '', lastTransitionTime: '2026-11-25T18:00:00Z' };
}

function mapiPaused(authority: string, { isSilent = false }: DriverOptions) {
  const acts = authority === 'MachineAPI' && !isSilent;
  return {
    ...condition(
      'Paused',
      acts ? 'False' : 'True',
      acts ? 'AuthoritativeAPIMachineAPI' : 'AuthoritativeAPINotMachineAPI',
    ),
    message: `The AuthoritativeAPI status is set to '${authority}'`,
  };
}

/** The condition by which controllers of any API say whether they act. */
export function pausedCondition(status: 'True' | 'False') {
  const reason = status === 'True' ? 'Paused' : 'NotPaused';
  return { type: 'Paused', status, reason, message: `it is ${reason}`, lastTransitionTime: '2026-11-25T18:00:00Z' };
}
