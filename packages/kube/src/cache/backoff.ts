import type { Clock, Random } from '../clock.ts';

/** How long to wait after failures in a row. */
export interface Backoff {
  /** Milliseconds to wait now. */
  next(): number;
}

/** Times in milliseconds. */
export interface BackoffOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly firstMs: number;
  readonly mostMs: number;
  /** Without a failure for so long, the next one is a first one again. */
  readonly resetMs: number;
}

/** client-go's back-off of a reflector (reflector.go: 800 ms to 30 s, twice as long each time, up to as much again by chance). */
export const reflectorBackoff = { firstMs: 800, mostMs: 30_000, resetMs: 120_000 } as const;

/** Makes one. The chance keeps a hundred clients of a server that was away from coming back at once. */
export function createBackoff({ clock, random, firstMs, mostMs, resetMs }: BackoffOptions): Backoff {
  let wait = firstMs;
  let last = Number.NEGATIVE_INFINITY;
  return {
    next() {
      const now = clock.monotonic();
      if (now - last > resetMs) wait = firstMs;
      last = now;
      const current = wait;
      wait = Math.min(wait * 2, mostMs);
      return current * (1 + random());
    },
  };
}
