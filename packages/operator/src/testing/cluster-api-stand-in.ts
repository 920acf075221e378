import {
  createInformer,
  isConflict,
  isNotFound,
  type KubeClient,
  type KubeObject,
  refOf,
  systemClock,
  timestamp,
} from '@capstan/kube';
import { clusterApiVersion } from '../names.ts';
import { conditionOf, isPaused, statusOf } from '../sync/shared/object.ts';

/** What the stand-in needs. `infra` is the provider's kind of machines. */
export interface ClusterApiStandInOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly infra: { readonly apiVersion: string; readonly machineKind: string };
}

/**
 * Starts a stand-in for Cluster API's controllers and its provider's: by the condition Paused it acknowledges that they act on an
 * object or do not, and does nothing else. Resolves with what ends it.
 */
export async function startAcknowledgingClusterApi(options: ClusterApiStandInOptions): Promise<() => Promise<void>> {
  const { client, namespace, infra } = options;
  const kinds = [
    { apiVersion: clusterApiVersion, kind: 'Machine' },
    { apiVersion: clusterApiVersion, kind: 'MachineSet' },
    { apiVersion: infra.apiVersion, kind: infra.machineKind },
  ];
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = kinds.map(({ apiVersion, kind }) => {
    const informer = createInformer({
      transport: client.transport,
      target: { path: `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`, apiVersion, kind },
      indices: {},
      clock: systemClock,
      random: Math.random,
    });
    informer.follow(({ after }) => {
      if (after === undefined) return;
      void acknowledgePause(client, after, signal).catch((error: unknown) => {
        // A later version is on its way, the object is gone, or all is over.
        if (!isConflict(error) && !isNotFound(error) && !signal.aborted) throw error;
      });
    });
    return informer.run(signal);
  });
  return async () => {
    stopping.abort(new Error('the stand-in for Cluster API has been stopped'));
    await Promise.all(ended);
  };
}

/** Says by the condition Paused, as its controller would, whether it acts on an object; nothing where that is said. Throws what the write does. */
export async function acknowledgePause(client: KubeClient, object: KubeObject, signal?: AbortSignal): Promise<void> {
  const paused = isPaused(object);
  const status = paused ? 'True' : 'False';
  const { conditions } = statusOf(object);
  const list: readonly { readonly type?: unknown }[] = Array.isArray(conditions) ? conditions : [];
  if (conditionOf(object, 'Paused')?.['status'] === status) return;
  const said = {
    type: 'Paused',
    status,
    reason: paused ? 'Paused' : 'NotPaused',
    message: paused ? 'The object has the annotation cluster.x-k8s.io/paused' : 'Nothing pauses it',
    lastTransitionTime: timestamp(new Date()),
  };
  const patch = {
    metadata: { resourceVersion: object.metadata.resourceVersion },
    status: { conditions: [...list.filter(({ type }) => type !== 'Paused'), said] },
  };
  await client.mergePatch(refOf(object), patch, { subresource: 'status', signal });
}
