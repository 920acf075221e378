import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTimeoutMs, ensurePromtool } from '../control-plane/build.ts';
import { readAlerts } from './alerts.ts';
import { type Case, openPromtool, type Promtool } from './promtool.ts';

let promtool: Promtool;

beforeAll(async () => {
  promtool = await openPromtool(await ensurePromtool());
}, buildTimeoutMs);

afterAll(() => promtool?.close());

const of = (metric: string, kind: string, name: string, more = '') =>
  `${metric}{kind="${kind}",name="${name}"${more},pod="capstan-a"}`;
const requested = 'capstan_migration_requested_seconds';
const migrating = 'capstan_migrating_seconds';
const silent = 'capstan_not_acting_seconds';
const unsynchronized = 'capstan_unsynchronized_seconds';
const up = 'up{job="capstan-metrics",namespace="openshift-cluster-api",pod="capstan-a"}';
const lease = (pod: string) => `leader_election_master_status{name="machine-api-migration-leader",pod="${pod}"}`;
const failed = 'FailedToConvertMAPIMachineToCAPI';

const cases: readonly (Case & { readonly what: string })[] = [
  {
    what: 'a request that is 15 minutes old is told of, with the kind and who waits longest',
    alert: 'CapstanMigrationNotProgressing',
    series: { [of(requested, 'Machine', 'worker-a')]: '0+60x30', [of(requested, 'Machine', 'worker-b')]: '300+60x30' },
    minute: 18,
    fires: [
      {
        labels: { kind: 'Machine' },
        description:
          'spec.authoritativeAPI of 2 Machine objects asks for another API than the one that acts, and their migration has not begun for more than 15 minutes. Longest: worker-a (18m 0s) worker-b (23m 0s) ',
      },
    ],
  },
  {
    what: 'a request that begins in time is not told of',
    alert: 'CapstanMigrationNotProgressing',
    series: { [of(requested, 'Machine', 'worker-a')]: '0+60x14 stale' },
    minute: 30,
    fires: [],
  },
  {
    what: 'machine after machine that waits a little is no alert: none of them waits for long',
    alert: 'CapstanMigrationNotProgressing',
    series: Object.fromEntries(
      [0, 1, 2, 3].map((index) => [
        of(requested, 'Machine', `worker-${index}`),
        `${'_ '.repeat(index * 10)}0+60x10 stale`,
      ]),
    ),
    minute: 40,
    fires: [],
  },
  {
    what: 'a new leader that tells of the same object does not count it twice, and goes on where the old one was',
    alert: 'CapstanMigrationNotProgressing',
    series: {
      [of(requested, 'MachineSet', 'workers')]: '0+60x16',
      [of(requested, 'MachineSet', 'workers').replace('capstan-a', 'capstan-b')]: `${'_ '.repeat(16)}960+60x10`,
    },
    minute: 17,
    fires: [
      {
        labels: { kind: 'MachineSet' },
        description:
          'spec.authoritativeAPI of 1 MachineSet objects asks for another API than the one that acts, and their migration has not begun for more than 15 minutes. Longest: workers (17m 0s) ',
      },
    ],
  },
  {
    what: 'an object that nobody acts on for 15 minutes is told of',
    alert: 'CapstanStuckMigrating',
    series: { [of(migrating, 'Machine', 'worker-a')]: '0+60x30' },
    minute: 17,
    fires: [
      {
        labels: { kind: 'Machine' },
        description:
          '1 Machine objects have been Migrating for more than 15 minutes. Neither API scales, repairs or deletes them meanwhile; their machines run. Longest: worker-a (17m 0s) ',
      },
    ],
  },
  {
    what: 'a migration that ends in time is not told of',
    alert: 'CapstanStuckMigrating',
    series: { [of(migrating, 'Machine', 'worker-a')]: '0+60x13 stale' },
    minute: 30,
    fires: [],
  },
  {
    what: 'controllers that do not take over what they were handed are told of after 2 minutes, with the API they are of',
    alert: 'CapstanAuthorityNotTakenUp',
    series: { [of(silent, 'Machine', 'worker-a', ',authority="ClusterAPI"')]: '0+60x10' },
    minute: 4,
    fires: [
      {
        labels: { kind: 'Machine', authority: 'ClusterAPI' },
        description:
          'ClusterAPI has had the authority over 1 Machine objects for more than 2 minutes, and its controllers do not say that they act. Nobody scales, repairs or deletes them meanwhile; their machines run. Longest: worker-a (4m 0s) ',
      },
    ],
  },
  {
    what: 'controllers that take their time to take over are not told of',
    alert: 'CapstanAuthorityNotTakenUp',
    series: { [of(silent, 'Machine', 'worker-a', ',authority="ClusterAPI"')]: '0+60x2 stale' },
    minute: 8,
    fires: [],
  },
  {
    what: 'halves that are out of step for 15 minutes are told of, with the reason',
    alert: 'CapstanSynchronisationFailing',
    series: {
      [of(unsynchronized, 'Machine', 'worker-a', `,reason="${failed}"`)]: '0+60x30',
      [of(unsynchronized, 'Machine', 'worker-b', ',reason=""')]: '0+60x30',
    },
    minute: 17,
    fires: [
      {
        labels: { kind: 'Machine' },
        description: `The condition Synchronized of 2 Machine objects has not been True for more than 15 minutes. Their mirrors are not what they should be, and they cannot be migrated. Longest: worker-a (${failed}, 17m 0s) worker-b (17m 0s) `,
      },
    ],
  },
  {
    what: 'new machines that are mirrored within seconds are not told of, however many come',
    alert: 'CapstanSynchronisationFailing',
    series: Object.fromEntries(
      [0, 1, 2, 3].map((index) => [
        of(unsynchronized, 'Machine', `worker-${index}`, ',reason=""'),
        `${'_ '.repeat(index * 8)}0+60x8 stale`,
      ]),
    ),
    minute: 32,
    fires: [],
  },
  {
    what: 'an operator that answers no more is missed after 10 minutes',
    alert: 'CapstanOperatorAbsent',
    series: { [up]: '1x5 0x20' },
    minute: 17,
    fires: [
      {
        description:
          'Prometheus gets no metrics of any Capstan operator in openshift-cluster-api. Nothing keeps the two APIs in step, and no migration goes on; machines run, and the API that acts on each goes on acting.',
      },
    ],
  },
  {
    what: 'an operator that was never found is missed as well',
    alert: 'CapstanOperatorAbsent',
    series: { 'up{job="other"}': '1x20' },
    minute: 11,
    fires: [
      {
        description:
          'Prometheus gets no metrics of any Capstan operator in openshift-cluster-api. Nothing keeps the two APIs in step, and no migration goes on; machines run, and the API that acts on each goes on acting.',
      },
    ],
  },
  {
    what: 'an upgrade of the Deployment is no absence',
    alert: 'CapstanOperatorAbsent',
    series: { [up]: '1x5 0x6 1x20', [up.replace('capstan-a', 'capstan-b')]: '1x7 _x20' },
    minute: 20,
    fires: [],
  },
  {
    what: 'pods of which none gets the Lease for 10 minutes are told of',
    alert: 'CapstanLeaseLost',
    series: { [lease('capstan-a')]: '1x5 0x20', [lease('capstan-b')]: '0x25' },
    minute: 17,
    fires: [
      {
        labels: { name: 'machine-api-migration-leader' },
        description:
          'No operator has the Lease machine-api-migration-leader, without which none acts. Nothing keeps the two APIs in step, and no migration goes on; machines run, and the API that acts on each goes on acting.',
      },
    ],
  },
  {
    what: 'the Lease that goes to the other pod is not lost',
    alert: 'CapstanLeaseLost',
    series: { [lease('capstan-a')]: '1x5 0x20', [lease('capstan-b')]: '0x8 1x20' },
    minute: 20,
    fires: [],
  },
  {
    what: 'an operator that is not to act wants no Lease',
    alert: 'CapstanLeaseLost',
    series: { [lease('capstan-a')]: '0x30', 'capstan_idle{reason="FeatureGateOff",pod="capstan-a"}': '1x30' },
    minute: 20,
    fires: [],
  },
  {
    what: 'a right that is missing for 15 minutes is told of',
    alert: 'CapstanIdle',
    series: {
      'capstan_idle{reason="WriteRefused",pod="capstan-a"}': '1x20',
      'capstan_idle{reason="WriteRefused",pod="capstan-b"}': '1x20',
    },
    minute: 16,
    fires: [
      {
        labels: { reason: 'WriteRefused' },
        description:
          'Capstan has been idle for 15 minutes with the reason WriteRefused, which is not one of a cluster that wants it to be. Nothing keeps the two APIs in step, and no migration goes on; machines run, and the API that acts on each goes on acting.',
      },
    ],
  },
  {
    what: 'a gate that is off is how the cluster wants it',
    alert: 'CapstanIdle',
    series: { 'capstan_idle{reason="FeatureGateOff",pod="capstan-a"}': '1x30' },
    minute: 29,
    fires: [],
  },
];

test('Prometheus takes the rules, and finds nothing to say about them', async () => {
  expect(await promtool.check()).toBe('');
});

describe.each(Object.entries(Object.groupBy(cases, ({ alert }) => alert)))('%s', (_alert, of = []) => {
  test.each(of)('$what', async (tried) => {
    expect(await promtool.test(tried)).toBe('');
  });
});

test('every alert is seen to fire and not to fire', async () => {
  for (const { name } of (await readAlerts()).alerts) {
    const own = cases.filter(({ alert }) => alert === name);
    expect({ name, isFiring: own.some(({ fires }) => fires.length > 0) }).toEqual({ name, isFiring: true });
    expect({ name, isQuiet: own.some(({ fires }) => fires.length === 0) }).toEqual({ name, isQuiet: true });
  }
});

test('a wrong expectation is found: promtool is really asked', async () => {
  const [first] = cases;
  if (first === undefined) throw new Error('there is no case');
  expect(await promtool.test({ ...first, fires: [] })).toContain('FAILED');
});
