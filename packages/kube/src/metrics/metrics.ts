import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Result } from '../controller/controller.ts';

/** What a controller tells of itself, under the names that controller-runtime has, so that dashboards and alerts for those fit. */
export interface ControllerMetrics {
  /** How one look ended, and how long it took. */
  reconciled(result: Result, seconds: number): void;
  /** One look more, or one less, is under way. */
  working(change: 1 | -1): void;
  /** How many keys wait; read when the metrics are. */
  depth(read: () => number): void;
}

/** The metrics of a process. */
export interface Metrics {
  readonly registry: Registry;
  /** `workers`: how many looks there may be at a time. To be called once a controller. */
  controller(name: string, workers: number): ControllerMetrics;
  /** One request to the API server has been answered with `code`, or with `<error>`. */
  requested(method: string, code: number | '<error>'): void;
  /** Whether this process has the Lease. */
  leading(lease: string, isLeader: boolean): void;
  /** A list or watch has ended in trouble. */
  watchTrouble(kind: string): void;
}

const results: readonly Result[] = ['success', 'requeue_after', 'error', 'terminal_error'];
/** As controller-runtime's `controller_runtime_reconcile_time_seconds`, coarser. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Makes the metrics of a process, in a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const reconciles = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Looks of a controller at an object, by how they ended',
    labelNames: ['controller', 'result'] as const,
    registers,
  });
  const errors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Looks that failed',
    labelNames: ['controller'] as const,
    registers,
  });
  const terminalErrors = new Counter({
    name: 'controller_runtime_terminal_reconcile_errors_total',
    help: 'Looks that failed and are not tried again before something changes',
    labelNames: ['controller'] as const,
    registers,
  });
  const times = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'How long a look took',
    labelNames: ['controller'] as const,
    buckets,
    registers,
  });
  const active = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Looks under way',
    labelNames: ['controller'] as const,
    registers,
  });
  const most = new Gauge({
    name: 'controller_runtime_max_concurrent_reconciles',
    help: 'Looks that there may be at a time',
    labelNames: ['controller'] as const,
    registers,
  });
  const depths = new Map<string, () => number>();
  new Gauge({
    name: 'workqueue_depth',
    help: 'Keys that wait for a look',
    labelNames: ['name'] as const,
    registers,
    collect() {
      for (const [name, read] of depths) this.set({ name }, read());
    },
  });
  const requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the API server, by method and status code',
    labelNames: ['method', 'code'] as const,
    registers,
  });
  const leaders = new Gauge({
    name: 'leader_election_master_status',
    help: '1 while this process has the Lease',
    labelNames: ['name'] as const,
    registers,
  });
  const troubles = new Counter({
    name: 'capstan_watch_troubles_total',
    help: 'Lists and watches that ended other than in good order',
    labelNames: ['kind'] as const,
    registers,
  });

  return {
    registry,
    controller(controller, workers) {
      // From zero, so that the first failure is an increase and not a new series.
      for (const result of results) reconciles.inc({ controller, result }, 0);
      errors.inc({ controller }, 0);
      terminalErrors.inc({ controller }, 0);
      active.set({ controller }, 0);
      most.set({ controller }, workers);
      return {
        reconciled(result, seconds) {
          reconciles.inc({ controller, result });
          if (result === 'error' || result === 'terminal_error') errors.inc({ controller });
          if (result === 'terminal_error') terminalErrors.inc({ controller });
          times.observe({ controller }, seconds);
        },
        working: (change) => active.inc({ controller }, change),
        depth: (read) => void depths.set(controller, read),
      };
    },
    requested: (method, code) => requests.inc({ method, code: String(code) }),
    leading: (name, isLeader) => leaders.set({ name }, isLeader ? 1 : 0),
    watchTrouble: (kind) => troubles.inc({ kind }),
  };
}
