import { createInformer, isConflict, isNotFound, type KubeObject, systemClock } from '@capstan/kube';
import { conditionOf, type Rig } from '../sync/rig.ts';

/** Which of Cluster API's controllers answer. */
export type Answering = Record<'capi' | 'infra' | 'capiSet', boolean>;

/** A stand-in for Cluster API's controllers that acknowledges being paused and un-paused, and does nothing else. */
export interface ClusterApiStandIn {
  /** One that does not answer is as one that is down; set to true again it answers for all that came in the meantime. */
  answer(change: Partial<Answering>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it in the rig's namespaces. */
export async function startClusterApiStandIn(rig: Rig): Promise<ClusterApiStandIn> {
  const answering: Answering = { capi: true, infra: true, capiSet: true };
  const stopping = new AbortController();
  const slots = ['capi', 'infra', 'capiSet'] as const;
  const informers = slots.map((slot) => {
    const { apiVersion, kind, namespace } = rig.ref(slot, '');
    const informer = createInformer({
      transport: rig.admin.transport,
      target: { path: `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`, apiVersion, kind },
      indices: {},
      clock: systemClock,
      random: Math.random,
    });
    informer.follow(({ after }) => {
      if (after !== undefined && answering[slot]) void acknowledge(rig, after);
    });
    return informer;
  });
  const ended = informers.map((informer) => informer.run(stopping.signal));
  await Promise.all(informers.map((informer) => informer.synced(stopping.signal)));
  return {
    async answer(change) {
      Object.assign(answering, change);
      for (const [index, slot] of slots.entries()) {
        if (!answering[slot]) continue;
        for (const object of informers[index]?.store.list() ?? []) await acknowledge(rig, object);
      }
    },
    async stop() {
      stopping.abort(new Error('the test is over'));
      await Promise.all(ended);
    },
  };
}

async function acknowledge(rig: Rig, object: KubeObject): Promise<void> {
  const isPaused = object.metadata.annotations?.['cluster.x-k8s.io/paused'] !== undefined;
  const status = isPaused ? 'True' : 'False';
  if (conditionOf(object, 'Paused')?.['status'] === status) return;
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: { type: string }[] };
  const paused = {
    type: 'Paused',
    status,
    reason: isPaused ? 'Paused' : 'NotPaused',
    message: isPaused ? 'Cluster spec.paused is not set; the object has the annotation' : 'Not paused',
    lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const { apiVersion, kind, metadata } = object;
  const patch = {
    metadata: { resourceVersion: metadata.resourceVersion },
    status: { conditions: [...conditions.filter(({ type }) => type !== 'Paused'), paused] },
  };
  const target = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
  await rig.admin.mergePatch(target, patch, { subresource: 'status' }).catch((error: unknown) => {
    // A later version is on its way, or the object is gone.
    if (!isConflict(error) && !isNotFound(error) && !rigIsOver(error)) throw error;
  });
}

function rigIsOver(error: unknown): boolean {
  return error instanceof Error && /closed|destroyed/i.test(error.message);
}
