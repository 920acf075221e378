import { type Issue, issueCodes } from '@capstan/convert';
import type { Clock, KubeObject, Metrics, Store } from '@capstan/kube';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Write } from '../engine/decision.ts';
import type { Standing } from '../standing/standing.ts';
import { createAges } from './ages.ts';
import { type MetricName, metricTable } from './metric-table.ts';
import { migrationEndOf } from './migration-end.ts';
import { isKept, type Sample, type SampleOf, samplesOf } from './samples.ts';

/** Which way authority goes, by the API that is to act then; as `capstan migrate --to` has it. */
export type Direction = 'to-cluster-api' | 'to-machine-api';

/** How a migration ended. `failed`: authority has changed, which was counted as completed, and the API that has it does not act. */
export type MigrationResult = 'completed' | 'cancelled' | 'failed';

/** The caches that the gauges of objects are read from. */
export interface ObservedStores {
  readonly machines: Store;
  readonly machineSets: Store;
  /** The Cluster API objects of a Machine API object, as far as they are there. */
  halvesOf(object: KubeObject): readonly KubeObject[];
}

/** What the operator tells of machines and their migration in its metrics. */
export interface Observe {
  /** Reads the gauges of objects from these caches until the function that it gives is called. */
  read(stores: ObservedStores): () => void;
  /** A migration has ended, so many seconds after `Migrating`. */
  migrated(kind: 'Machine' | 'MachineSet', direction: Direction, seconds: number, result: MigrationResult): void;
  /** As `migrated`, for a write that ends one; all other writes are of no interest. `before` is the object that it was made against. */
  written(before: KubeObject | undefined, write: Write): void;
  /** A conversion was refused for these issues. */
  refused(issues: readonly Pick<Issue, 'severity' | 'code'>[]): void;
}

/** What it needs. */
export interface ObserveOptions {
  readonly metrics: Pick<Metrics, 'registry'>;
  readonly clock: Clock;
  /** What the operator may do, as last seen. */
  readonly standing: () => Standing | undefined;
}

const directions: readonly Direction[] = ['to-cluster-api', 'to-machine-api'];
const results: readonly MigrationResult[] = ['completed', 'cancelled', 'failed'];
const kinds = ['Machine', 'MachineSet'] as const;
/** A stand-in acknowledges in a second; a provider looks at its machines every ten minutes at the latest. */
const buckets = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600];

/**
 * Registers the metrics of {@link metricTable} with a process's own; once a process. What they tell of objects is read from the caches when
 * somebody asks: nothing is written when an object changes, and one that is gone is in no answer. Only the process with the Lease has
 * caches, so only it tells of objects.
 *
 * How long a migration has been asked for, or under way, is told from the earlier of two times: when this process first told of it, and
 * when the API server noted that `authoritativeAPI` was written. The second outlives every restart, but moves on when the same
 * writer writes another field; a process that goes on corrects that by the first. So the seconds are never too many, and after a
 * restart they may be too few.
 */
export function createObserve({ metrics, clock, standing }: ObserveOptions): Observe {
  const { registry } = metrics;
  let stores: ObservedStores | undefined;

  const computed = (name: MetricName, read: () => readonly Sample[]): void => {
    const { help, labels } = metricTable[name];
    const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
    // Set one by one they would stay in memory between two scrapes, with a key each.
    const describe = gauge.get.bind(gauge);
    gauge.get = async () => ({ ...(await describe()), values: [...read()] });
  };
  for (const name of Object.keys(samplesOf) as (keyof typeof samplesOf)[]) {
    const sampleOf: SampleOf = samplesOf[name];
    const ages = createAges(() => clock.now().getTime());
    computed(name, () => {
      // Between two sessions there is nothing to tell, and nothing to forget.
      if (stores === undefined) return [];
      const { machines, machineSets, halvesOf } = stores;
      const context = { now: clock.now().getTime(), ages, halvesOf };
      const objects = [...machines.list(), ...machineSets.list()].filter(isKept);
      const samples = objects.flatMap((object) => sampleOf(object, context) ?? []);
      ages.sweep();
      return samples;
    });
  }
  computed('capstan_idle', () => {
    const known = standing();
    return known === undefined || known.act ? [] : [{ labels: { reason: known.reason }, value: 1 }];
  });

  const config = <N extends MetricName>(name: N) => {
    const { help, labels }: (typeof metricTable)[N] = metricTable[name];
    return { name, help, labelNames: labels, registers: [registry] };
  };
  const migrations = new Counter(config('capstan_migrations_total'));
  const durations = new Histogram({ ...config('capstan_migration_duration_seconds'), buckets });
  const failures = new Counter(config('capstan_conversion_failures_total'));
  // From zero, so that the first one is an increase and not a new series.
  for (const kind of kinds) {
    for (const direction of directions) {
      durations.zero({ kind, direction });
      for (const result of results) migrations.inc({ kind, direction, result }, 0);
    }
  }
  for (const code of Object.keys(issueCodes)) failures.inc({ code }, 0);

  const migrated: Observe['migrated'] = (kind, direction, seconds, result) => {
    migrations.inc({ kind, direction, result });
    if (result === 'completed') durations.observe({ kind, direction }, seconds);
  };

  return {
    migrated,
    read(read) {
      stores = read;
      return () => {
        if (stores === read) stores = undefined;
      };
    },
    written(before, write) {
      const end = before && migrationEndOf(before, write, clock.now().getTime());
      if (end === undefined) return;
      const { kind, direction, result, seconds } = end;
      if (seconds === undefined) migrations.inc({ kind, direction, result });
      else migrated(kind, direction, seconds, result);
    },
    refused(issues) {
      for (const { severity, code } of issues) if (severity === 'error') failures.inc({ code });
    },
  };
}
