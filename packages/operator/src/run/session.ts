import { createCaches } from '../caches.ts';
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
  /** Told when the caches are there, and when the session is over. */
  readonly onReady: (isReady: boolean) => void;
}

/**
 * Acts, with caches of its own, until `signal` is aborted: from getting the Lease to losing it, while nothing changes about what the
 * operator may do. Rejects only with a bug.
 */
export async function runSession(options: SessionOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, log, metrics, settings, standing, onReady } = options;
  const { platform, holdsSynchronizedApi } = standing;
  const { namespaces, controllers } = settings;
  const caches = createCaches({ ...options, namespaces, platform, transport: client.transport });
  const infrastructure = () => caches.infrastructures.informer.store.get('cluster');
  const environment = createEnvironmentSource({
    caches,
    infrastructure,
    platform,
    namespaces,
    holdsSynchronizedApi,
    clock,
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
  const recorder = (controller: string) => recorderOf(options, controller, signal);
  const { workers } = settings;
  try {
    await Promise.all([
      watching,
      ...(controllers.has('prerequisites')
        ? [runPrerequisites({ ...options, caches, namespaces, platform, infrastructure }, signal)]
        : []),
      ...(controllers.has('sync')
        ? [runSync({ client, caches, environment, clock, log, metrics, recorder, workers }, signal)]
        : []),
      ...(controllers.has('policies')
        ? [runPolicies(policyOptions(options, { kind: 'apply' }, recorder('capstan-policies')), signal)]
        : []),
    ]);
  } finally {
    onReady(false);
  }
}
