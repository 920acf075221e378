import type { Clock } from '../clock.ts';

/**
 * The keys that a controller has to look at. A key is in it once, whoever adds it and however often, and nobody else gets it
 * while it is being worked on: added meanwhile it comes again after `done`.
 */
export interface WorkQueue {
  /** `priority`: higher comes first; 0 by default. Of two adds the higher priority and the shorter delay count. */
  add(key: string, options?: { readonly priority?: number; readonly afterMs?: number }): void;
  /** The next key; waits for one. Rejects with the signal's reason when aborted. */
  take(signal: AbortSignal): Promise<string>;
  /** The key that `take` gave has been worked on. */
  done(key: string): void;
  /** Nobody takes from it any more: what waits for its time is dropped, else it would keep the process from ending. */
  close(): void;
  /** How many keys are ready, and not being worked on. */
  readonly depth: number;
}

interface Entry {
  priority: number;
  /** Undefined for one that is ready. */
  at: number | undefined;
}

/** Makes one. */
export function createWorkQueue(clock: Clock): WorkQueue {
  const entries = new Map<string, Entry>();
  /** Ready keys by priority, first in first out. */
  const ready = new Map<number, Set<string>>();
  const working = new Map<string, Entry | undefined>();
  const takers: { give(key: string): void }[] = [];
  let depth = 0;
  let isClosed = false;
  let alarm: { readonly at: number; readonly off: AbortController } | undefined;

  const merge = (before: Entry | undefined, next: Entry): Entry => {
    if (before === undefined) return next;
    const isReady = before.at === undefined || next.at === undefined;
    return {
      priority: Math.max(before.priority, next.priority),
      at: isReady ? undefined : Math.min(before.at ?? 0, next.at ?? 0),
    };
  };

  const unready = (key: string, priority: number): void => {
    const keys = ready.get(priority);
    if (keys?.delete(key)) depth -= 1;
    if (keys?.size === 0) ready.delete(priority);
  };

  const place = (key: string, entry: Entry): void => {
    const before = entries.get(key);
    const merged = merge(before, entry);
    // One that keeps its priority keeps its place.
    if (before?.at === undefined && before?.priority === merged.priority) return;
    if (before !== undefined && before.at === undefined) unready(key, before.priority);
    entries.set(key, merged);
    if (merged.at !== undefined) {
      setAlarm(merged.at);
      return;
    }
    const keys = ready.get(merged.priority) ?? new Set();
    keys.add(key);
    ready.set(merged.priority, keys);
    depth += 1;
    hand();
  };

  const hand = (): void => {
    while (depth > 0 && takers.length > 0) {
      const highest = Math.max(...ready.keys());
      const [key] = ready.get(highest) ?? [];
      if (key === undefined) return;
      unready(key, highest);
      entries.delete(key);
      working.set(key, undefined);
      takers.shift()?.give(key);
    }
  };

  const setAlarm = (at: number): void => {
    if (isClosed) return;
    if (alarm !== undefined && alarm.at <= at) return;
    alarm?.off.abort();
    const off = new AbortController();
    alarm = { at, off };
    clock.sleep(Math.max(0, at - clock.monotonic()), off.signal).then(ring, () => undefined);
  };

  const ring = (): void => {
    alarm = undefined;
    const now = clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, { at, priority }] of entries) {
      if (at === undefined) continue;
      if (at <= now) place(key, { priority, at: undefined });
      else next = Math.min(next, at);
    }
    if (next !== Number.POSITIVE_INFINITY) setAlarm(next);
  };

  return {
    add(key, { priority = 0, afterMs = 0 } = {}) {
      const entry = { priority, at: afterMs > 0 ? clock.monotonic() + afterMs : undefined };
      if (working.has(key)) working.set(key, merge(working.get(key), entry));
      else place(key, entry);
    },
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const stop = (): void => {
          takers.splice(takers.indexOf(taker), 1);
          reject(signal.reason);
        };
        const taker = {
          give(key: string) {
            signal.removeEventListener('abort', stop);
            resolve(key);
          },
        };
        takers.push(taker);
        signal.addEventListener('abort', stop);
        hand();
      });
    },
    done(key) {
      const again = working.get(key);
      working.delete(key);
      if (again !== undefined) place(key, again);
    },
    close() {
      isClosed = true;
      alarm?.off.abort();
      alarm = undefined;
    },
    get depth() {
      return depth;
    },
  };
}
