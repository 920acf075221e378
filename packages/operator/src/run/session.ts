import { createCaches } from '../caches.ts';
import { runMigration } from '../migration/run-migration.ts';
import type { Observe } from '../observe/observe.ts';
import { observedStores } from '../observe/observed-stores.ts';
import { runPolicies } from '../policies/live/run-policies.ts';
import type { Acting } from '../standing/standing.ts';
import { createEnvironmentSource } from '../sync/environment-source.ts';
import { runSync } from '../sync/run-sync.ts';
import { policyOptions } from './policy-options.ts';
import type { ProcessParts } from './process-parts.ts';
import { recorderOf } from './recorder.ts';
import { runPrerequisites } from './run-prerequisites.ts';
import type { OperatorSettings } from './settings.ts';

/** What a session acts with. */
export interface SessionOptions extends ProcessParts {
  readonly settings: OperatorSettings;
  readonly standing: Acting;
  readonly observe: Observe;
  /** Told when the caches are there, and when the session is over. */
  readonly onReady: (isReady: boolean) => void;
}

/**
 * Acts, with caches of its own, until `signal` is aborted: from getting the Lease to losing it, while nothing changes about what the
 * operator may do. Rejects only with a bug.
 */
export async function runSession(options: SessionOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, log, metrics, settings, standing, observe, onReady } = options;
  const { platform, holdsSynchronizedApi, hasAutoscalers } = standing;
  const { namespaces, controllers } = settings;
  const caches = createCaches({ ...options, namespaces, platform, hasAutoscalers, transport: client.transport });
  // With the gate off what has begun is finished.
  const begins = standing.note === undefined;
  const infrastructure = () => caches.infrastructures.informer.store.get('cluster');
  const environment = createEnvironmentSource({
    caches,
    infrastructure,
    platform,
    namespaces,
    holdsSynchronizedApi,
    handsOver: begins && controllers.has('migration'),
    clock,
    onRefused: observe.refused,
  });
  const watching = caches.run(signal);
  const started = clock.monotonic();
  try {
    await caches.synced(signal);
  } catch {
    await watching;
    return;
  }
  log.info({ seconds: (clock.monotonic() - started) / 1000 }, 'the caches are filled; acting');
  onReady(true);
  const unread = observe.read(observedStores(caches, namespaces));
  const recorder = (controller: string) => recorderOf(options, controller, signal);
  const { workers } = settings;
  const parts = { client, caches, environment, namespaces, clock, log, metrics, recorder, workers };
  try {
    await Promise.all([
      watching,
      ...(controllers.has('prerequisites')
        ? [runPrerequisites({ ...options, caches, namespaces, platform, infrastructure }, signal)]
        : []),
      ...(controllers.has('sync') ? [runSync(parts, signal)] : []),
      ...(controllers.has('migration') ? [runMigration({ ...parts, observe, begins }, signal)] : []),
      ...(controllers.has('policies')
        ? [runPolicies(policyOptions(options, { kind: 'apply' }, recorder('capstan-policies')), signal)]
        : []),
    ]);
  } finally {
    unread();
    onReady(false);
  }
}
