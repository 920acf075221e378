import { type AnyPlatform, asObject, findProvider, isControlPlane } from '@capstan/convert';
import type { Clock, KubeObject } from '@capstan/kube';
import type { Caches } from '../caches.ts';
import type { Namespaces } from '../names.ts';
import { type Environment, issuesText, rememberConversions } from './shared/environment.ts';

/** What decisions must know of the cluster, kept up to date. */
export interface EnvironmentSource {
  /** The environment now; `problem` says why nothing can be converted at all. */
  current(): { readonly env: Environment } | { readonly missing: string } | { readonly problem: string };
  /** Told when something has changed that may change every conversion. */
  onChange(follower: () => void): void;
}

/** What it is made of. */
export interface EnvironmentOptions {
  readonly caches: Pick<Caches, 'machines' | 'machineSets' | 'controlPlaneMachineSets' | 'clusters' | 'infraClusters'>;
  readonly infrastructure: KubeObject;
  readonly platform: AnyPlatform;
  readonly namespaces: Namespaces;
  readonly holdsSynchronizedApi: boolean;
  readonly clock: Clock;
}

/**
 * Makes one. A converter is made anew only when an object changes that it looks at: the infra cluster, and what stands for the
 * cluster's own values, which is a control plane machine's provider spec. Thousands of machines change all the time.
 */
export function createEnvironmentSource(options: EnvironmentOptions): EnvironmentSource {
  const { caches, infrastructure, platform, namespaces, holdsSynchronizedApi, clock } = options;
  const name = String(asObject(infrastructure['status'])?.['infrastructureName'] ?? '');
  const key = `${namespaces.clusterApi}/${name}`;
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
    if (asObject(object) === undefined || !isControlPlane(object)) return;
    if (type !== 'updated' || hasOtherSpec(before, after)) changed();
  });

  const open = () => {
    const infraCluster = caches.infraClusters.informer.store.get(key);
    const machines = caches.machines.informer.store.list().toSorted(byName).map(plain);
    const sets = caches.machineSets.informer.store.list().toSorted(byName).map(plain);
    const provider = findProvider(
      [...machines, ...sets],
      caches.controlPlaneMachineSets.informer.store.list().map(plain),
    );
    const cluster = {
      infrastructureName: name,
      machineApiNamespace: namespaces.machineApi,
      clusterApiNamespace: namespaces.clusterApi,
      supports: { taints: false },
    };
    const opened = platform.open(
      { infrastructure: plain(infrastructure), provider, machines: [...machines, ...sets], cluster },
      infraCluster === undefined ? undefined : plain(infraCluster),
    );
    const errors = issuesText(opened.issues, 'error');
    return { infraCluster, errors, conversions: rememberConversions(opened.converter) };
  };

  return {
    current() {
      const cluster = caches.clusters.informer.store.get(key);
      if (cluster === undefined) return { missing: `the Cluster ${key}` };
      known ??= open();
      if (known.infraCluster === undefined) return { missing: `the ${platform.infra.clusterKind} ${key}` };
      if (known.errors !== '') return { problem: known.errors };
      const { conversions } = known;
      const now = clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
      return {
        env: { platform, conversions, infrastructureName: name, namespaces, holdsSynchronizedApi, cluster, now },
      };
    },
    onChange: (follower) => void followers.push(follower),
  };
}

function hasOtherSpec(before: KubeObject, after: KubeObject): boolean {
  return (
    before.metadata.uid !== after.metadata.uid ||
    before.metadata.generation !== after.metadata.generation ||
    JSON.stringify(before.metadata.annotations) !== JSON.stringify(after.metadata.annotations)
  );
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function plain(object: KubeObject) {
  return asObject(object) ?? {};
}
