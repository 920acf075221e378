/** What is known of a metric before it has a value. */
export interface MetricSpec {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
}

/**
 * The metrics about machines and their migration. Interface: alerts and dashboards go by these names, docs/metrics.md shows them. There is no
 * label `namespace`, which is the scraped pod's own: all objects of a kind are in one namespace, so kind and name say which.
 */
export const metricTable = {
  capstan_authority: {
    type: 'gauge',
    labels: ['kind', 'name', 'wanted', 'acknowledged'],
    help: '1 for each Machine and MachineSet: which API is to act (spec) and which does or "Migrating" (status)',
  },
  capstan_synchronized: {
    type: 'gauge',
    labels: ['kind', 'name', 'reason'],
    help: '1 where the condition Synchronized is True, else 0, with the reason of the condition',
  },
  capstan_unsynchronized_seconds: {
    type: 'gauge',
    labels: ['kind', 'name', 'reason'],
    help: 'How long Synchronized has not been True; only while it is not',
  },
  capstan_migration_requested_seconds: {
    type: 'gauge',
    labels: ['kind', 'name'],
    help: 'How long ago a migration was asked for that has not begun; only while one is',
  },
  capstan_migrating_seconds: {
    type: 'gauge',
    labels: ['kind', 'name'],
    help: 'How long an object has been Migrating; only while it is',
  },
  capstan_not_acting_seconds: {
    type: 'gauge',
    labels: ['kind', 'name', 'authority'],
    help: 'How long the API that has the authority has not said (Paused=False) that it acts; only while it does not',
  },
  capstan_migrations_total: {
    type: 'counter',
    labels: ['kind', 'direction', 'result'],
    help: 'Migrations that have ended, by how',
  },
  capstan_migration_duration_seconds: {
    type: 'histogram',
    labels: ['kind', 'direction'],
    help: 'How long completed migrations took, from Migrating to the authority of the other API',
  },
  capstan_conversion_failures_total: {
    type: 'counter',
    labels: ['code'],
    help: 'Conversions that were refused, by the code of each error in them (capstan explain CODE)',
  },
  capstan_idle: {
    type: 'gauge',
    labels: ['reason'],
    help: '1 while the cluster does not let the operator act, with the reason',
  },
} as const satisfies Readonly<Record<`capstan_${string}`, MetricSpec>>;

/** The name of one of them. */
export type MetricName = keyof typeof metricTable;
