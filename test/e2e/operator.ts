import { randomUUID } from 'node:crypto';
import { createClient, createMetrics, type Endpoint, silentLogger, systemClock } from '@capstan/kube';
import { sleep, until } from '@capstan/kube/testing';
import { type Capability, defaultWorkers, type LeaseTimes, type OperatorState, runOperator } from '@capstan/operator';
import { defaultNamespaces } from '@capstan/operator/testing';
import { recordingClient, writesText } from '../sync/recording-client.ts';

/** What is other than `capstan operator` has it. Times are milliseconds. */
export interface OperatorChanges {
  readonly standingMs?: number;
  readonly identity?: string;
  readonly lease?: LeaseTimes;
  /** Without migration by default. */
  readonly controllers?: ReadonlySet<Capability>;
}

/** An operator that runs. */
export type RunningOperator = ReturnType<typeof startOperator>;

/** The operator as `capstan operator` runs it, in this process; what it writes is in `writes`. */
export function startOperator(endpoint: Endpoint, changes: OperatorChanges = {}) {
  const {
    standingMs = 30_000,
    identity = `test_${randomUUID()}`,
    controllers = new Set(['prerequisites', 'sync']),
    lease = { durationMs: 15_000, renewDeadlineMs: 10_000, retryMs: 500 },
  } = changes;
  const client = recordingClient(createClient(endpoint));
  const stopping = new AbortController();
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const ended = runOperator(
    {
      client,
      clock: systemClock,
      random: Math.random,
      log: silentLogger,
      metrics: createMetrics(),
      instance: 'test',
      certificateAuthority: endpoint.ca,
      settings: {
        namespaces: defaultNamespaces,
        controllers,
        featureGates: new Map(),
        lease,
        workers: defaultWorkers,
        standingMs,
      },
      identity,
      state,
    },
    stopping.signal,
  );
  return {
    state,
    writes: () => writesText(client.writes),
    async stop() {
      stopping.abort(new Error('the test is over'));
      await ended;
      await client.close();
    },
    /** Waits until it has written nothing for so long; resolves with what it wrote since then in `ms`. */
    async writesIn(ms: number, quietMs = 1000): Promise<string[]> {
      let seen = -1;
      let since = performance.now();
      await until(
        'the operator to be at rest',
        () => {
          if (client.writes.length !== seen) {
            seen = client.writes.length;
            since = performance.now();
          }
          return performance.now() - since >= quietMs || undefined;
        },
        { timeoutMs: 30_000 },
      ).catch((error: unknown) => {
        throw new Error(`it goes on: ${writesText(client.writes).slice(-12).join(', ')}`, { cause: error });
      });
      const before = client.writes.length;
      // That nothing happens leaves no trace to wait for.
      await sleep(ms);
      return writesText(client.writes.slice(before));
    },
  };
}
