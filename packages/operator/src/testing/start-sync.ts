import type { AnyPlatform } from '@capstan/convert';
import type { Clock, KubeClient, KubeObject, Logger, Metrics } from '@capstan/kube';
import { createCaches } from '../caches.ts';
import { runMigration } from '../migration/run-migration.ts';
import type { Namespaces } from '../names.ts';
import { recorderOf } from '../run/recorder.ts';
import { defaultWorkers } from '../run/settings.ts';
import { createEnvironmentSource } from '../sync/environment-source.ts';
import { runSync } from '../sync/run-sync.ts';

/** What sync needs of the process and of the cluster. */
export interface StartSyncOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  /** The Infrastructure object, as last seen. */
  readonly infrastructure: () => KubeObject | undefined;
  readonly holdsSynchronizedApi: boolean;
  /** Which process reports events: the pod's name. */
  readonly instance: string;
  readonly workers?: { readonly machines: number; readonly machineSets: number };
  /** MachineAutoscalers are served. */
  readonly hasAutoscalers?: boolean;
  /** With the migration controllers, which sync does without. */
  readonly migrates?: boolean;
  /** Ends it all. */
  readonly signal: AbortSignal;
}

/** Starts sync; resolves when its caches are there. `ended` resolves when the last look has ended after `signal`. */
export async function startSync(options: StartSyncOptions): Promise<{ readonly ended: Promise<void> }> {
  const { client, clock, log, signal, metrics } = options;
  const caches = createCaches({ hasAutoscalers: false, ...options, transport: client.transport });
  const environment = createEnvironmentSource({ ...options, handsOver: options.migrates === true, caches });
  const watching = caches.run(signal);
  await caches.synced(signal);
  const recorder = (controller: string) => recorderOf(options, controller, signal);
  const parts = {
    client,
    caches,
    environment,
    namespaces: options.namespaces,
    clock,
    log,
    recorder,
    workers: options.workers ?? defaultWorkers,
    ...(metrics !== undefined && { metrics }),
  };
  const working = [
    runSync(parts, signal),
    ...(options.migrates ? [runMigration({ ...parts, begins: true }, signal)] : []),
  ];
  return { ended: Promise.all([watching, ...working]).then(() => undefined) };
}
