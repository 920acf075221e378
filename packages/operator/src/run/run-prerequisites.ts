import type { AnyPlatform } from '@capstan/convert';
import {
  type Change,
  createRateLimiter,
  createRecorder,
  createWorkQueue,
  type KubeObject,
  runController,
} from '@capstan/kube';
import type { Caches } from '../caches.ts';
import type { Namespaces } from '../names.ts';
import { createPrerequisites } from '../prerequisites/create-prerequisites.ts';
import type { PrerequisiteStores, SourceName } from '../prerequisites/prerequisite.ts';
import type { ProcessParts } from './process-parts.ts';

/** What prerequisites are kept for. */
export interface RunPrerequisitesOptions extends ProcessParts {
  readonly caches: Caches;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  readonly infrastructure: () => KubeObject | undefined;
}

/** Keeps what machines of Cluster API need around them until `signal` is aborted; never rejects. Caches have to be synced. */
export async function runPrerequisites(options: RunPrerequisitesOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, log, metrics, instance, caches, namespaces, platform } = options;
  const sources = {
    machines: caches.machines,
    machineSets: caches.machineSets,
    controlPlaneMachineSets: caches.controlPlaneMachineSets,
    clusters: caches.clusters,
    infraClusters: caches.infraClusters,
    infrastructure: caches.infrastructures,
  } satisfies Record<SourceName, unknown>;
  const { machines, machineSets, controlPlaneMachineSets, clusters, infraClusters } = caches;
  const stores: PrerequisiteStores = {
    machines: machines.informer.store,
    machineSets: machineSets.informer.store,
    controlPlaneMachineSets: controlPlaneMachineSets.informer.store,
    clusters: clusters.informer.store,
    infraClusters: infraClusters.informer.store,
  };
  const recorder = createRecorder({
    client,
    controller: 'capstan-prerequisites',
    instance,
    clock,
    signal,
    onTrouble: (error) => log.warn({ error }, 'an event was lost'),
  });
  const prerequisites = createPrerequisites({
    client,
    transport: client.transport,
    namespaces,
    platform,
    infrastructure: () => {
      const found = options.infrastructure();
      if (found === undefined) throw new Error('the Infrastructure object is gone');
      return found;
    },
    stores,
    certificateAuthority: async () => options.certificateAuthority,
    clock,
    onNotice: ({ type, object, reason, note }) => {
      const fields = { kind: object.kind, name: object.metadata.name, reason };
      if (type === 'Warning') log.warn(fields, note);
      else log.info(fields, note);
    },
    recorder,
  });
  const stops: (() => void)[] = [];
  const running = prerequisites.map((prerequisite) => {
    const { name } = prerequisite;
    const queue = createWorkQueue(clock);
    const measures = metrics.controller(name, 1);
    measures.depth(() => queue.depth);
    for (const key of prerequisite.startKeys()) queue.add(key);
    for (const [source, { informer }] of Object.entries(sources)) {
      const follow = (change: Change): void => {
        for (const key of prerequisite.keysOf(source as SourceName, change)) queue.add(key);
      };
      stops.push(informer.follow(follow));
    }
    return runController({
      name,
      queue,
      limiter: createRateLimiter(),
      reconcile: (key, context) => prerequisite.reconcile(key, context.signal),
      signal,
      clock,
      log,
      workers: 1,
      onResult: (_key, result, seconds) => measures.reconciled(result, seconds),
      onWorking: measures.working,
    });
  });
  try {
    await Promise.all(running);
  } finally {
    for (const stop of stops) stop();
  }
}
