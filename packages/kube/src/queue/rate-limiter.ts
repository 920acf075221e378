/** How long a key that keeps failing has to wait: twice as long each time. */
export interface RateLimiter {
  /** Milliseconds until the next try; counts one more failure. */
  next(key: string): number;
  /** The key has succeeded: its next failure is a first one. */
  forget(key: string): void;
  failures(key: string): number;
}

/** client-go's default for controllers: 5 ms to 1000 s (util/workqueue, ItemExponentialFailureRateLimiter). */
export function createRateLimiter({ firstMs = 5, mostMs = 1_000_000 } = {}): RateLimiter {
  const failures = new Map<string, number>();
  return {
    next(key) {
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      return Math.min(firstMs * 2 ** Math.min(before, 40), mostMs);
    },
    forget: (key) => void failures.delete(key),
    failures: (key) => failures.get(key) ?? 0,
  };
}
