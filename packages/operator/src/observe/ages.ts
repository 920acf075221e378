/** How long things have been as they are, as far as this process knows. */
export interface Ages {
  /** Seconds since `key` was first asked for without a pause, or since `since` where that is earlier. */
  of(key: string, since: number | undefined): number;
  /** Forgets every key that was not asked for since the last call. */
  sweep(): void;
}

/** Makes one; `now` in milliseconds. */
export function createAges(now: () => number): Ages {
  let known = new Map<string, number>();
  let asked = new Map<string, number>();
  return {
    of(key, since = Number.POSITIVE_INFINITY) {
      const at = now();
      const first = Math.min(known.get(key) ?? at, since, at);
      asked.set(key, first);
      return (at - first) / 1000;
    },
    sweep() {
      known = asked;
      asked = new Map();
    },
  };
}
