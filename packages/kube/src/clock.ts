import { setTimeout as delay } from 'node:timers/promises';

/** Time as the runtime sees it; tests bring their own. Milliseconds. */
export interface Clock {
  /** Never goes back, and has nothing to do with the time of day. */
  monotonic(): number;
  /** The time of day. */
  now(): Date;
  /** Waits; throws the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** A time in RFC 3339 with whole seconds, as the API server writes times. */
export function timestamp(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The machine's own time. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    signal?.throwIfAborted();
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
};
