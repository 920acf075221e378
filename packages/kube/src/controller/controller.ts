import type { Clock } from '../clock.ts';
import type { RateLimiter } from '../queue/rate-limiter.ts';
import type { WorkQueue } from '../queue/work-queue.ts';

/**
 * Makes the world as it should be for one key. It is told the name alone and not what happened: it looks, decides and writes, and
 * doing so again changes nothing. Throws what may go better next time, `TerminalError` for what will not.
 */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<Outcome | undefined>;

/** What a look asks for besides being done. */
export interface Outcome {
  /** Look again after so long, whatever happens until then. */
  readonly requeueAfterMs?: number;
}

/** A failure that comes back until an input changes: it is not tried again before. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

/** How one look ended, as controller-runtime's metric `controller_runtime_reconcile_total` names it. */
export type Result = 'success' | 'requeue_after' | 'error' | 'terminal_error';

/** What a controller needs. */
export interface ControllerOptions {
  readonly queue: WorkQueue;
  readonly limiter: RateLimiter;
  readonly reconcile: Reconcile;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How many keys at a time. */
  readonly workers: number;
  /** A look that takes longer is stopped, and counts as failed; 120 s. */
  readonly timeoutMs?: number;
  /** Told how each look ended; for logs and metrics. */
  readonly onResult?: (key: string, result: Result, seconds: number, error?: unknown) => void;
  /** Told when a look begins, 1, and ends, -1. */
  readonly onWorking?: (change: 1 | -1) => void;
}

/** Runs workers until `signal` is aborted; resolves when the last look has ended. Never rejects: a worker outlives any error. */
export async function runController(options: ControllerOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.workers }, () => work(options)));
}

async function work(options: ControllerOptions): Promise<void> {
  const { queue, signal } = options;
  for (;;) {
    let key: string;
    try {
      key = await queue.take(signal);
    } catch {
      return;
    }
    options.onWorking?.(1);
    try {
      await look(key, options);
    } finally {
      options.onWorking?.(-1);
      queue.done(key);
    }
  }
}

async function look(key: string, options: ControllerOptions): Promise<void> {
  const { queue, limiter, reconcile, signal, clock, timeoutMs = 120_000, onResult } = options;
  const started = clock.monotonic();
  const tell = (result: Result, error?: unknown): void => {
    try {
      onResult?.(key, result, (clock.monotonic() - started) / 1000, error);
    } catch {
      // Who is told must not stop the work: a worker that is gone would be missed by nobody.
    }
  };
  try {
    const outcome = await reconcile(key, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    limiter.forget(key);
    const afterMs = outcome?.requeueAfterMs;
    if (afterMs !== undefined) queue.add(key, { afterMs });
    tell(afterMs === undefined ? 'success' : 'requeue_after');
  } catch (error) {
    // Stopped in the middle: whoever comes next looks anew.
    if (signal.aborted) return;
    if (error instanceof TerminalError) limiter.forget(key);
    else queue.add(key, { afterMs: limiter.next(key) });
    tell(error instanceof TerminalError ? 'terminal_error' : 'error', error);
  }
}
