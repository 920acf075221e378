import { type AnyPlatform, asObject, type Issue, isControlPlane, textAt } from '@capstan/convert';
import { type Clock, type KubeObject, timestamp } from '@capstan/kube';
import type { Caches } from '../caches.ts';
import { clusterSources } from '../cluster-sources.ts';
import type { Decision } from '../engine/decision.ts';
import type { Namespaces } from '../names.ts';
import { reasons } from './machine/state.ts';
import { type Environment, issuesText, rememberConversions } from './shared/environment.ts';

/** What decisions must know of the cluster, kept up to date. */
export interface EnvironmentSource {
  /** The environment now; undefined while the Infrastructure object is not there. */
  current(): Environment | undefined;
  /** Told when something has changed that may change every conversion. */
  onChange(follower: () => void): void;
}

/** What it is made of. */
export interface EnvironmentOptions {
  readonly caches: Pick<Caches, 'machines' | 'machineSets' | 'controlPlaneMachineSets' | 'clusters' | 'infraClusters'>;
  /** The Infrastructure object, as last seen. */
  readonly infrastructure: () => KubeObject | undefined;
  readonly platform: AnyPlatform;
  readonly namespaces: Namespaces;
  readonly holdsSynchronizedApi: boolean;
  readonly handsOver: boolean;
  readonly clock: Clock;
  /** Told of each conversion that is refused. */
  readonly onRefused?: (issues: readonly Issue[]) => void;
}

/**
 * Makes one. A converter is made anew only when an object changes that it looks at: the infra cluster, and what stands for the
 * cluster's own values, which is a control plane machine's provider spec. Thousands of machines change all the time.
 */
export function createEnvironmentSource(options: EnvironmentOptions): EnvironmentSource {
  const { caches, platform, namespaces, holdsSynchronizedApi, handsOver, clock } = options;
  const followers: (() => void)[] = [];
  let known: ReturnType<typeof open> | undefined;
  const changed = (): void => {
    known = undefined;
    for (const follower of followers) follower();
  };
  for (const cache of [caches.infraClusters, caches.controlPlaneMachineSets] as const) {
    cache.informer.follow(({ type, before, after }) => {
      if (type !== 'updated' || hasOtherSpec(before, after)) changed();
    });
  }
  caches.clusters.informer.follow(({ type, before, after }) => {
    if (type !== 'updated' || before.metadata.uid !== after.metadata.uid) changed();
  });
  caches.machines.informer.follow(({ type, before, after }) => {
    const object = after ?? before;
    if (!isControlPlane(object)) return;
    if (type !== 'updated' || hasOtherSpec(before, after)) changed();
  });

  const stores = {
    machines: caches.machines.informer.store,
    machineSets: caches.machineSets.informer.store,
    controlPlaneMachineSets: caches.controlPlaneMachineSets.informer.store,
  };
  const open = (infrastructure: KubeObject) => {
    const name = textAt(infrastructure, 'status', 'infrastructureName') ?? '';
    const infraCluster = caches.infraClusters.informer.store.get(`${namespaces.clusterApi}/${name}`);
    const sources = clusterSources(stores, namespaces, infrastructure, name);
    const opened = platform.open(sources, asObject(infraCluster));
    const errors = issuesText(opened.issues, 'error');
    return { infrastructure, infraCluster, name, errors, converter: opened.converter };
  };

  return {
    current() {
      const infrastructure = options.infrastructure();
      if (infrastructure === undefined) return undefined;
      if (known?.infrastructure !== infrastructure) known = open(infrastructure);
      const { name, converter } = known;
      const key = `${namespaces.clusterApi}/${name}`;
      const cluster = caches.clusters.informer.store.get(key);
      return {
        platform,
        // For one pass: kept with the objects of the cache, they would take as much memory as these.
        conversions: rememberConversions(converter, options.onRefused),
        infrastructureName: name,
        namespaces,
        holdsSynchronizedApi,
        handsOver,
        cluster,
        obstacle: obstacleOf(known, cluster, key),
        now: timestamp(clock.now()),
      };
    },
    onChange: (follower) => void followers.push(follower),
  };
}

function obstacleOf(
  { infraCluster, errors }: { readonly infraCluster: KubeObject | undefined; readonly errors: string },
  cluster: KubeObject | undefined,
  key: string,
): Decision<never> | undefined {
  if (cluster === undefined) return { kind: 'wait', for: `the Cluster ${key}` };
  if (infraCluster === undefined) return { kind: 'wait', for: `the infra cluster ${key}` };
  if (errors === '') return undefined;
  return { kind: 'failed', failure: { reason: reasons.getInfra, message: errors, transient: false } };
}

function hasOtherSpec(before: KubeObject, after: KubeObject): boolean {
  return (
    before.metadata.uid !== after.metadata.uid ||
    before.metadata.generation !== after.metadata.generation ||
    JSON.stringify(before.metadata.annotations) !== JSON.stringify(after.metadata.annotations)
  );
}
