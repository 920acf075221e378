import type { Clock } from '@capstan/kube';
import type { PolicyBundle } from './bundle.ts';
import { type ProbeOptions, probePolicy } from './probe-policy.ts';

/** How to wait. */
export interface UntilLiveOptions extends ProbeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long after a look the next one is, in milliseconds; 100. */
  readonly intervalMs?: number;
}

/** Waits until every policy is obeyed. Rejects with the signal's reason when that is aborted before. */
export async function untilLive(
  bundles: readonly PolicyBundle[],
  { clock, intervalMs = 100, ...options }: UntilLiveOptions,
): Promise<void> {
  for (const bundle of bundles) {
    while ((await probePolicy(bundle, options)) !== 'live') await clock.sleep(intervalMs, options.signal);
  }
}
