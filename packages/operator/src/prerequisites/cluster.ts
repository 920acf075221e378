import type { ClusterAround, ConvertedObject } from '@capstan/convert';
import {
  type Change,
  isAlreadyExists,
  isConflict,
  type KubeObject,
  type ObjectRef,
  refOf,
  TerminalError,
} from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { clusterApiVersion } from '../names.ts';
import { type DerivedCluster, deriveCluster, describeIssues, errorsOf, infrastructureNameOf } from './around.ts';
import { type ClusterPlan, type ClusterView, decideCluster, isEmpty } from './decide-cluster.ts';
import {
  fieldManager,
  type Notice,
  type Prerequisite,
  type PrerequisiteDeps,
  refreshMs,
  type SourceName,
} from './prerequisite.ts';
import type { Teller } from './tell-once.ts';

const key = 'cluster';

/** So many looks at once; then later. */
const mostRounds = 6;

/** The `Cluster` and its infra cluster, without which Cluster API looks at no Machine. */
export function clusterPrerequisite(deps: PrerequisiteDeps, { tell, clear }: Teller): Prerequisite {
  const { client, platform, namespaces, stores, clock } = deps;
  let isSettled = false;
  let lookedAt: number | undefined;

  const refsOfPair = (name: string) => {
    const { clusterKind: kind, apiVersion } = platform.infra;
    const namespace = namespaces.clusterApi;
    return {
      cluster: { apiVersion: clusterApiVersion, kind: 'Cluster', namespace, name },
      infraCluster: { apiVersion, kind, namespace, name },
    };
  };

  const get = (ref: ObjectRef, signal: AbortSignal): Promise<KubeObject | undefined> =>
    ifFound(client.get(ref, { signal }));

  const fromCaches = (around: ClusterAround, name: string): ClusterView => ({
    around,
    cluster: stores.clusters.get(`${namespaces.clusterApi}/${name}`),
    infraCluster: stores.infraClusters.get(`${namespaces.clusterApi}/${name}`),
    isThere: () => true,
    now: clock.now().toISOString(),
  });

  const fromServer = async (around: ClusterAround, name: string, signal: AbortSignal): Promise<ClusterView> => {
    const refs = refsOfPair(name);
    const { clusterKind } = platform.infra;
    const others = around.objects.filter(({ kind }) => kind !== 'Cluster' && kind !== clusterKind);
    const [cluster, infraCluster, ...found] = await Promise.all(
      [refs.cluster, refs.infraCluster, ...others.map(refOf)].map((ref) => get(ref, signal)),
    );
    const isThere = (object: ConvertedObject) => found[others.indexOf(object)] !== undefined;
    return { around, cluster, infraCluster, isThere, now: clock.now().toISOString() };
  };

  /** One write after the other, in the order in which they refer to each other. */
  const apply = async (plan: ClusterPlan, view: ClusterView, signal: AbortSignal): Promise<void> => {
    if (plan.kind === 'blocked') return;
    for (const object of plan.creates) {
      await client.create(object, { signal, fieldManager }).catch((error: unknown) => {
        // Somebody was quicker, and it is theirs.
        if (!isAlreadyExists(error)) throw error;
      });
    }
    // The version makes sure that the lists in it are whole, and that the object is still the one that was looked at.
    const patch = async (object: KubeObject | undefined, status: object | undefined) => {
      if (object === undefined || status === undefined) return;
      const body = { metadata: { resourceVersion: object.metadata.resourceVersion }, status };
      const options = { signal, fieldManager, subresource: 'status', fieldValidation: 'Warn' } as const;
      await client.mergePatch(refOf(object), body, options).catch((error: unknown) => {
        // Cluster API's core manager writes to a new Cluster as well: the next round looks at what it wrote.
        if (!isConflict(error)) throw error;
      });
    };
    await patch(view.infraCluster, plan.infraStatus);
    await patch(view.cluster, plan.clusterStatus);
  };

  const blocked = ({ around, provider }: DerivedCluster): never => {
    const issues = errorsOf(around.issues);
    const note = `the Cluster cannot be made, so no machine can move to Cluster API: ${describeIssues(issues, provider)}`;
    tell(key, { type: 'Warning', object: deps.infrastructure(), reason: 'ClusterBlocked', note, issues });
    throw new TerminalError(note);
  };

  const made = ({ creates }: Extract<ClusterPlan, { kind: 'write' }>, { around, provider }: DerivedCluster): void => {
    if (creates.length === 0) return;
    const names = creates.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
    const object = deps.infrastructure();
    tell('made', { type: 'Normal', object, reason: 'ClusterMade', note: `made ${names}` });
    const { managedAnyway } = platform.cluster;
    const remarks = [
      ...(around.issues.length > 0 ? [describeIssues(around.issues, provider)] : []),
      ...(managedAnyway === undefined ? [] : [`${managedAnyway}.`]),
    ];
    if (!creates.some(({ kind }) => kind === platform.infra.clusterKind) || remarks.length === 0) return;
    const notice: Notice = { type: 'Warning', object, reason: 'ClusterMadeWithWarnings', note: remarks.join(' ') };
    tell('remarks', notice);
  };

  return {
    name: 'prerequisite-cluster',
    startKeys: () => [key],
    keysOf(source, change) {
      const name = infrastructureNameOf(deps.infrastructure());
      return matters(source, change, name, isSettled) ? [key] : [];
    },
    async reconcile(_key, signal) {
      const name = infrastructureNameOf(deps.infrastructure());
      if (name === undefined) throw nameless(deps, tell);
      const derived = deriveCluster(deps, name);
      const cached = fromCaches(derived.around, name);
      const isFresh = lookedAt !== undefined && clock.monotonic() - lookedAt < refreshMs;
      isSettled = cached.cluster !== undefined && cached.infraCluster !== undefined;
      if (isFresh && isSettled && isEmpty(decideCluster(cached))) return { requeueAfterMs: refreshMs };
      // What was just made gets its status in the second round; a third finds nothing to do, if nobody else writes.
      for (let round = 1; round <= mostRounds; round++) {
        const view = await fromServer(derived.around, name, signal);
        const plan = decideCluster(view);
        if (plan.kind === 'blocked') return blocked(derived);
        if (isEmpty(plan)) {
          clear(key);
          lookedAt = clock.monotonic();
          return { requeueAfterMs: refreshMs };
        }
        await apply(plan, view, signal);
        made(plan, derived);
      }
      throw new Error('the Cluster or its infra cluster is changed by somebody else all the time');
    },
  };
}

/** Whether a change can make a difference. Once both are there, machines can't: their specs are written once. */
function matters(source: SourceName, { before, after }: Change, name: string | undefined, isSettled: boolean): boolean {
  if (source === 'infrastructure') return true;
  const { metadata } = after ?? before;
  if (source === 'clusters' || source === 'infraClusters') return metadata.name === name;
  if (isSettled) return false;
  return before?.metadata.generation === undefined || before.metadata.generation !== after?.metadata.generation;
}

function nameless({ infrastructure }: PrerequisiteDeps, tell: Teller['tell']): TerminalError {
  const note =
    'Infrastructure cluster: status.infrastructureName: is not there, and it names the Cluster of Cluster API. Wait for the installation to end.';
  tell(key, { type: 'Warning', object: infrastructure(), reason: 'ClusterBlocked', note });
  return new TerminalError(note);
}
