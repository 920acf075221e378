import {
  type Clock,
  createRateLimiter,
  createWorkQueue,
  type KubeObject,
  type Logger,
  type Metrics,
  type Outcome,
  type Recorder,
  runController,
  TerminalError,
} from '@capstan/kube';
import { type Applier, NotAsSeen, Outdated } from './apply.ts';
import type { Notice } from './decision.ts';
import type { PassEnd, PassTools } from './run-pass.ts';

/** A controller whose looks are passes over pairs, by name. */
export interface PassController {
  /** Looks at a name soon; one of higher priority first. */
  add(name: string, priority?: number): void;
  /** Works until `signal` is aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What it needs. */
export interface PassControllerOptions {
  /** As in logs and metrics. */
  readonly name: string;
  readonly workers: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics | undefined;
  readonly recorder: Recorder;
  /** What its events are about; Synchronize by default. */
  readonly action?: string;
  readonly applier: Applier;
  /** Looks at one name. */
  look(name: string, tools: PassTools): Promise<PassEnd>;
}

/** What is behind is looked at again so soon: the watch is about to catch up, and nothing is wrong. */
const catchUpMs = 50;

/** Makes one. */
export function createPassController(options: PassControllerOptions): PassController {
  const { name, workers, clock, log, recorder, applier, action = 'Synchronize' } = options;
  const queue = createWorkQueue(clock);
  const limiter = createRateLimiter();
  const metrics = options.metrics?.controller(name, workers);
  metrics?.depth(() => queue.depth);
  /** How often in a row a name was behind; watches that never catch up are a failure after all. */
  const behind = new Map<string, number>();

  const notify = (object: KubeObject, { type, reason, message }: Notice): void =>
    recorder.record({ object, type, reason, action, note: message });

  return {
    add: (key, priority = 0) => queue.add(key, { priority }),
    run: (signal) =>
      runController({
        name,
        queue,
        limiter,
        signal,
        clock,
        log,
        workers,
        async reconcile(key, context): Promise<Outcome | undefined> {
          const debug = (fields: object, message: string) => context.log.debug(fields, message);
          try {
            const end = await options.look(key, { applier, signal: context.signal, notify, debug });
            behind.delete(key);
            if (end.kind === 'done') return undefined;
            debug({ for: end.for }, 'waiting');
            return end.recheckMs === undefined ? undefined : { requeueAfterMs: end.recheckMs };
          } catch (error) {
            const count = (behind.get(key) ?? 0) + 1;
            const isBehind = error instanceof Outdated || error instanceof NotAsSeen;
            if (!isBehind || count > 20) {
              if (error instanceof TerminalError) behind.delete(key);
              throw error;
            }
            behind.set(key, count);
            debug({ error }, 'behind; looking again');
            return { requeueAfterMs: catchUpMs * count };
          }
        },
        ...(metrics !== undefined && {
          onResult: (_key, result, seconds) => metrics.reconciled(result, seconds),
          onWorking: metrics.working,
        }),
      }),
  };
}
