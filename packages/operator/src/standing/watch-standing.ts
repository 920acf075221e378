import { type Clock, createRateLimiter, type Random } from '@capstan/kube';
import { decideStanding } from './decide-standing.ts';
import type { GatherStanding } from './gather-standing.ts';
import type { Standing } from './standing.ts';

/** What to watch with. Times are milliseconds. */
export interface WatchStandingOptions {
  readonly gather: GatherStanding;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** How long after a look the next one is. */
  readonly intervalMs: number;
  /** Told the first standing, and each that differs from the one before. */
  readonly onChange: (standing: Standing, before: Standing | undefined) => void;
  /** Told why a look failed. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Looks again and again until aborted, then resolves. A look that fails says nothing about the cluster, so it changes no standing;
 * the next one comes after a second, then later and later. Rejects as `onChange` throws.
 */
export async function watchStanding(options: WatchStandingOptions): Promise<void> {
  const { gather, clock, random, signal, intervalMs, onChange, onTrouble } = options;
  const failures = createRateLimiter({ firstMs: Math.min(1000, intervalMs), mostMs: Math.max(60_000, intervalMs) });
  let before: Standing | undefined;
  while (!signal.aborted) {
    const standing = await gather(signal)
      .then(decideStanding)
      .catch((error: unknown) => void (signal.aborted || onTrouble?.(error)));
    if (signal.aborted) return;
    if (standing !== undefined) {
      failures.forget('look');
      if (before === undefined || !isSame(standing, before)) onChange(standing, before);
      before = standing;
    }
    const wait = standing === undefined ? failures.next('look') : intervalMs;
    await clock.sleep(wait * (1 + random() * 0.1), signal).catch(() => undefined);
  }
}

/** A platform is a table with functions in it, and has one name. */
function isSame(a: Standing, b: Standing): boolean {
  const text = (standing: Standing) =>
    JSON.stringify(standing.act ? { ...standing, platform: standing.platform.type } : standing);
  return text(a) === text(b);
}
