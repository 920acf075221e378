import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { withDeadline } from '../deadline.ts';
import type { Logger } from '../log/logger.ts';
import type { RateLimiter } from '../queue/rate-limiter.ts';
import type { WorkQueue } from '../queue/work-queue.ts';

/**
 * Makes the world as it should be for one key. It is told the name alone and not what happened: it looks, decides and writes, and
 * doing so again changes nothing. Throws what may go better next time, `TerminalError` for what will not.
 */
export type Reconcile = (key: string, context: LookContext) => Promise<Outcome | undefined>;

/** What one look has besides the name. */
export interface LookContext {
  /** Aborted when the process stops and when the look takes too long. */
  readonly signal: AbortSignal;
  /** Says in each line which controller, which object and which look. */
  readonly log: Logger;
}

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
  /** As `controller` in logs; the name that its metrics have. */
  readonly name: string;
  readonly queue: WorkQueue;
  readonly limiter: RateLimiter;
  readonly reconcile: Reconcile;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
  /** How many keys at a time. */
  readonly workers: number;
  /** A look that takes longer is stopped, and counts as failed; 120 s. */
  readonly timeoutMs?: number;
  /** Makes the `reconcileID` of a look; random UUIDs. */
  readonly newId?: () => string;
  /** Told how each look ended; for metrics. Failures are logged already. */
  readonly onResult?: (key: string, result: Result, seconds: number, error?: unknown) => void;
  /** Told when a look begins, 1, and ends, -1. */
  readonly onWorking?: (change: 1 | -1) => void;
}

/** Runs workers until `signal` is aborted; resolves when the last look has ended. Never rejects: a worker outlives any error. */
export async function runController(options: ControllerOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.workers }, () => work(options)));
  options.queue.close();
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
  const { name, queue, limiter, reconcile, signal, clock, timeoutMs = 120_000, newId = randomUUID, onResult } = options;
  const started = clock.monotonic();
  const log = options.log.child({ controller: name, object: key, reconcileID: newId() });
  const tell = (result: Result, error?: unknown): void => {
    const seconds = (clock.monotonic() - started) / 1000;
    // Who is told must not stop the work: a worker that is gone would be missed by nobody.
    quietly(() => say(log, result, seconds, error));
    quietly(() => onResult?.(key, result, seconds, error));
  };
  try {
    const outcome = await withDeadline(timeoutMs, signal, (within) => reconcile(key, { signal: within, log }));
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

/** A failure once a look; a success is worth a line only to whoever looks for bugs. */
function say(log: Logger, result: Result, seconds: number, error: unknown): void {
  if (result === 'error') log.error({ error, seconds }, 'reconciling failed and is tried again');
  else if (result === 'terminal_error') log.warn({ error, seconds }, 'reconciling failed and waits for a change');
  else log.debug({ result, seconds }, 'reconciled');
}

function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // Told to nobody, then.
  }
}
