import { createInformer, isConflict, isNotFound, type KubeObject, type ObjectRef, systemClock } from '@capstan/kube';
import { acknowledgePause } from '@capstan/operator/testing';
import type { Rig } from '../sync/rig.ts';

/** Which of Cluster API's controllers answer. */
export type Answering = Record<'capi' | 'infra' | 'capiSet', boolean>;

/** The halves of pairs. */
export type PairSlot = 'mapi' | 'capi' | 'infra' | 'mapiSet' | 'capiSet';

/** What a stand-in needs of the rig that it works in. */
export interface StandInPlace extends Pick<Rig, 'admin'> {
  ref(slot: PairSlot, name: string): ObjectRef & { readonly namespace: string };
}

/**
 * A stand-in for Cluster API's controllers: it acknowledges being paused and un-paused, and lets go of what is deleted while it acts:
 * a Machine after its infra machine. It does nothing else.
 */
export interface ClusterApiStandIn {
  /** One that does not answer is as one that is down; set to true again it answers for all that came in the meantime. */
  answer(change: Partial<Answering>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it in the rig's namespaces. */
export async function startClusterApiStandIn(rig: StandInPlace): Promise<ClusterApiStandIn> {
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
    informer.follow(({ before, after }) => {
      if (after !== undefined && answering[slot]) void answer(rig, slot, after);
      if (slot === 'infra' && after === undefined && answering.capi) void afterInfra(before);
    });
    return informer;
  });
  // The Machine waits for its infra machine to be gone.
  const afterInfra = async ({ metadata: { name } }: { readonly metadata: { readonly name: string } }) => {
    const machine = await rig.admin.get(rig.ref('capi', name)).catch(() => undefined);
    if (machine !== undefined) await answer(rig, 'capi', machine);
  };
  const ended = informers.map((informer) => informer.run(stopping.signal));
  await Promise.all(informers.map((informer) => informer.synced(stopping.signal)));
  return {
    async answer(change) {
      Object.assign(answering, change);
      for (const [index, slot] of slots.entries()) {
        if (!answering[slot]) continue;
        for (const object of informers[index]?.store.list() ?? []) await answer(rig, slot, object);
      }
    },
    async stop() {
      stopping.abort(new Error('the test is over'));
      await Promise.all(ended);
    },
  };
}

/** The finalizers that the controllers of a slot take away. */
const finalizersOf = {
  capi: (finalizer: string) => finalizer === 'machine.cluster.x-k8s.io',
  infra: (finalizer: string) => finalizer.endsWith('.infrastructure.cluster.x-k8s.io'),
  capiSet: (finalizer: string) => finalizer === 'machineset.cluster.x-k8s.io',
} as const;

/** Says what it has seen, or ends what is to be ended. */
async function answer(rig: StandInPlace, slot: keyof Answering, object: KubeObject): Promise<void> {
  const isPaused = object.metadata.annotations?.['cluster.x-k8s.io/paused'] !== undefined;
  if (isPaused || object.metadata.deletionTimestamp === undefined) return attempt(acknowledgePause(rig.admin, object));
  if (slot === 'capi') {
    const infra = rig.ref('infra', object.metadata.name);
    const found = await rig.admin.get(infra).catch(() => undefined);
    if (found !== undefined) return void (await attempt(rig.admin.delete(infra)));
  }
  const { finalizers = [], resourceVersion, namespace, name } = object.metadata;
  const left = finalizers.filter((each) => !finalizersOf[slot](each));
  if (left.length === finalizers.length) return;
  const { apiVersion, kind } = object;
  const metadata = { finalizers: left, resourceVersion };
  await attempt(rig.admin.mergePatch({ apiVersion, kind, namespace, name }, { metadata }));
}

/** A later version is on its way, or the object is gone: there is another look. */
async function attempt(write: Promise<unknown>): Promise<void> {
  await write.catch((error: unknown) => {
    if (!isConflict(error) && !isNotFound(error) && !rigIsOver(error)) throw error;
  });
}

function rigIsOver(error: unknown): boolean {
  return error instanceof Error && /closed|destroyed/i.test(error.message);
}
