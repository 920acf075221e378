import type { Notice } from '../engine/decision.ts';

/** What each object waits for, and since when: a look repeats what it found, and nobody wants to read it again. */
export interface Waits {
  /** Notes what an object waits for; gives for how many milliseconds it has been just that. */
  waiting(key: string, what: string): number;
  /** True the first time that an object is told this; it is news again after it has gone on. */
  isNews(key: string, notice: Notice): boolean;
  /** The object has gone on, or is gone. */
  clear(key: string): void;
}

/** Makes it; `monotonic` is the time in milliseconds. */
export function createWaits(monotonic: () => number): Waits {
  const known = new Map<string, { readonly what: string; readonly since: number }>();
  const told = new Map<string, string>();
  return {
    waiting(key, what) {
      const before = known.get(key);
      if (before?.what === what) return monotonic() - before.since;
      known.set(key, { what, since: monotonic() });
      return 0;
    },
    isNews(key, { type, reason, message }) {
      if (type === 'Normal') return true;
      const text = `${reason}: ${message}`;
      if (told.get(key) === text) return false;
      told.set(key, text);
      return true;
    },
    clear(key) {
      known.delete(key);
      told.delete(key);
    },
  };
}
