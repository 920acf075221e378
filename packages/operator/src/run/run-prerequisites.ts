import type { AnyPlatform } from '@capstan/convert';
import { type Change, createRateLimiter, createWorkQueue, type KubeObject, runController } from '@capstan/kube';
import type { Caches } from '../caches.ts';
import type { Namespaces } from '../names.ts';
import { createPrerequisites } from '../prerequisites/create-prerequisites.ts';
import type { PrerequisiteStores, SourceName } from '../prerequisites/prerequisite.ts';
import type { ProcessParts } from './process-parts.ts';
import { recorderOf } from './recorder.ts';

/** What prerequisites are kept for. */
export interface RunPrerequisitesOptions extends ProcessParts {
  readonly caches: Caches;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  readonly infrastructure: () => KubeObject | undefined;
}

/** Keeps what machines of Cluster API need around them until `signal` is aborted; never rejects. Caches have to be synced. */
export async function runPrerequisites(options: RunPrerequisitesOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, log, metrics, caches, namespaces, platform } = options;
  const sources = {
    machines: caches.machines,
    machineSets: caches.machineSets,
    controlPlaneMachineSets: caches.controlPlaneMachineSets,
    clusters: caches.clusters,
    infraClusters: caches.infraClusters,
    infrastructure: caches.infrastructures,
  } satisfies Record<SourceName, unknown>;
  const stores: PrerequisiteStores = {
    machines: caches.machines.informer.store,
    machineSets: caches.machineSets.informer.store,
    controlPlaneMachineSets: caches.controlPlaneMachineSets.informer.store,
    clusters: caches.clusters.informer.store,
    infraClusters: caches.infraClusters.informer.store,
  };
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
    recorder: recorderOf(options, 'capstan-prerequisites', signal),
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
