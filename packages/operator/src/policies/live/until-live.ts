import type { Clock } from '@capstan/kube';
import { type PolicyBundle, paramKindOf } from './bundle.ts';
import { type ProbeOptions, probePolicy } from './probe-policy.ts';

/** How to wait. */
export interface UntilLiveOptions extends ProbeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long after a look the next one is, in milliseconds; 100. */
  readonly intervalMs?: number;
}

/** Policies are obeyed within two seconds; one with parameters that is asked for longer has none. */
const paramMs = 5000;

/**
 * Waits until every policy that can be asked is obeyed. Resolves with the names of those that cannot be: there was nothing to ask with.
 * Rejects with the signal's reason when that is aborted before.
 */
export async function untilLive(
  bundles: readonly PolicyBundle[],
  { clock, intervalMs = 100, ...options }: UntilLiveOptions,
): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const bundle of bundles) {
    const started = clock.monotonic();
    for (;;) {
      options.signal.throwIfAborted();
      const found = await probePolicy(bundle, options);
      if (found === 'unknown') unknown.push(bundle.name);
      if (found !== 'notYet') break;
      // Without an object to be its parameter such a policy judges nothing, and is in place all the same.
      if (paramKindOf(bundle.policy) !== undefined && clock.monotonic() - started > paramMs) {
        unknown.push(bundle.name);
        break;
      }
      await clock.sleep(intervalMs, options.signal);
    }
  }
  return unknown;
}
