import { systemClock } from '../clock.ts';

/** How long and how often {@link until} looks. Times are milliseconds. */
export interface PollOptions {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Errors of the check that mean "not yet"; all others end the wait. */
  readonly notYet?: (error: unknown) => boolean;
}

/**
 * Calls `check` until it gives a value other than `undefined`, and returns that value. The first call is at once, the next
 * ones `intervalMs` (50) apart. Throws when `timeoutMs` (30,000) have passed, naming `what`, with the last "not yet" as its
 * cause; at once what else `check` throws, or the signal's reason.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 30_000, intervalMs = 50, signal, notYet = () => false }: PollOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    let cause: unknown;
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      signal?.throwIfAborted();
      if (!notYet(error)) throw error;
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what} in vain`, { cause });
    await sleep(intervalMs, signal);
  }
}

/** Waits; throws the signal's reason when aborted. */
export const sleep = systemClock.sleep;
