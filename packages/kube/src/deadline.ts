/**
 * Does `work` with a signal that aborts when `signal` does, or when `timeoutMs` are over (a TimeoutError, as of
 * `AbortSignal.timeout`). Both are let go of when the work ends: the timer of `AbortSignal.timeout` and what `AbortSignal.any` keeps
 * outlive the work by the whole time, which at thousands of requests a minute is more memory than the cluster's objects take.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const follow = () => ending.abort(signal?.reason);
  if (signal?.aborted) follow();
  signal?.addEventListener('abort', follow, { once: true });
  const expire = () => ending.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  // What waits for an answer is kept alive by its connection, not by this.
  const timer = setTimeout(expire, timeoutMs).unref();
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
  }
}
