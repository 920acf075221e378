import { createMetrics, type KubeObject, type Store } from '@capstan/kube';
import { expect, it } from 'vitest';
import type { Standing } from '../standing/standing.ts';
import { createObserve } from './observe.ts';

const now = '2026-11-25T12:00:00Z';

interface Given {
  readonly kind?: string;
  readonly spec?: string;
  readonly status?: string;
  readonly condition?: object;
  readonly written?: object;
  readonly owner?: string;
}

function object(name: string, given: Given = {}): KubeObject {
  const { kind = 'Machine', spec = 'MachineAPI', status = 'MachineAPI', condition, written, owner } = given;
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind,
    metadata: {
      name,
      uid: `uid of ${name}`,
      creationTimestamp: '2026-11-25T11:00:00Z',
      ...(written !== undefined && { managedFields: [written] }),
      ...(owner !== undefined && {
        ownerReferences: [{ apiVersion: 'machine.openshift.io/v1', kind: owner, name: 'cluster', uid: '1' }],
      }),
    },
    spec: { authoritativeAPI: spec },
    status: {
      ...(status !== '' && { authoritativeAPI: status }),
      ...(condition !== undefined && { conditions: [{ type: 'Synchronized', ...condition }] }),
    },
  };
}

const synchronized = { status: 'True', reason: 'ResourceSynchronized', lastTransitionTime: '2026-11-25T11:30:00Z' };

function rig(standing?: Standing) {
  const metrics = createMetrics();
  const machines: KubeObject[] = [];
  const machineSets: KubeObject[] = [];
  let time = new Date(now);
  const clock = { now: () => time, monotonic: () => 0, sleep: () => Promise.resolve() };
  const observe = createObserve({ metrics, clock, standing: () => standing });
  const store = (objects: KubeObject[]): Store => ({
    get: () => undefined,
    list: () => [...objects],
    byIndex: () => [],
    size: 0,
  });
  const halves: KubeObject[] = [];
  const stop = observe.read({ machines: store(machines), machineSets: store(machineSets), halvesOf: () => halves });
  const lines = async (name: string) =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name) && !line.endsWith(' 0'));
  const pass = (seconds: number): void => {
    time = new Date(time.getTime() + seconds * 1000);
  };
  return { observe, machines, machineSets, halves, stop, lines, pass, metrics };
}

it('tells of each object which API is to act and which does, and of none that is gone', async () => {
  const { machines, machineSets, lines } = rig();
  machines.push(object('worker-a', { spec: 'ClusterAPI' }), object('new', { status: '' }));
  machineSets.push(object('workers', { kind: 'MachineSet', spec: 'ClusterAPI', status: 'Migrating' }));
  expect(await lines('capstan_authority{')).toEqual([
    'capstan_authority{kind="Machine",name="worker-a",wanted="ClusterAPI",acknowledged="MachineAPI"} 1',
    'capstan_authority{kind="Machine",name="new",wanted="MachineAPI",acknowledged=""} 1',
    'capstan_authority{kind="MachineSet",name="workers",wanted="ClusterAPI",acknowledged="Migrating"} 1',
  ]);
  machines.length = 0;
  machineSets.length = 0;
  expect(await lines('capstan_authority{')).toEqual([]);
});

it('tells of nothing that it does not keep, and of nothing at all without a session', async () => {
  const { machines, lines, stop } = rig();
  machines.push(object('master-0', { owner: 'ControlPlaneMachineSet' }));
  expect(await lines('capstan_authority{')).toEqual([]);
  machines.push(object('worker-a'));
  expect(await lines('capstan_authority{')).toHaveLength(1);
  stop();
  expect(await lines('capstan_authority{')).toEqual([]);
});

it('how long an object has not been synchronized is told from its condition, or from its making', async () => {
  const { machines, metrics } = rig();
  const failed = { status: 'False', reason: 'FailedToCreateCAPIMachine', lastTransitionTime: '2026-11-25T11:58:00Z' };
  machines.push(object('good', { condition: synchronized }), object('bad', { condition: failed }), object('new'));
  const all = (await metrics.registry.metrics()).split('\n').filter((line) => /^capstan_(un)?synchronized/.test(line));
  expect(all).toEqual([
    'capstan_synchronized{kind="Machine",name="good",reason="ResourceSynchronized"} 1',
    'capstan_synchronized{kind="Machine",name="bad",reason="FailedToCreateCAPIMachine"} 0',
    'capstan_synchronized{kind="Machine",name="new",reason=""} 0',
    'capstan_unsynchronized_seconds{kind="Machine",name="bad",reason="FailedToCreateCAPIMachine"} 120',
    'capstan_unsynchronized_seconds{kind="Machine",name="new",reason=""} 3600',
  ]);
});

it('how long a migration has been asked for survives a restart, by the time that the API server noted', async () => {
  const { machines, lines } = rig();
  const written = { manager: 'oc', time: '2026-11-25T11:40:00Z', fieldsV1: { 'f:spec': { 'f:authoritativeAPI': {} } } };
  machines.push(object('worker-a', { spec: 'ClusterAPI', written }));
  expect(await lines('capstan_migration_requested_seconds{')).toEqual([
    'capstan_migration_requested_seconds{kind="Machine",name="worker-a"} 1200',
  ]);
  expect(await lines('capstan_migrating_seconds{')).toEqual([]);
});

it('a request becomes a migration, whose time begins then; the next one begins anew', async () => {
  const { machines, lines, pass } = rig();
  machines.push(object('worker-a', { spec: 'ClusterAPI' }));
  expect(await lines('capstan_migration_requested_seconds{')).toEqual([]);
  pass(30);
  expect(await lines('capstan_migration_requested_seconds{')).toEqual([
    'capstan_migration_requested_seconds{kind="Machine",name="worker-a"} 30',
  ]);
  machines[0] = object('worker-a', { spec: 'ClusterAPI', status: 'Migrating' });
  await lines('capstan_migrating_seconds{');
  pass(5);
  expect(await lines('capstan_migrating_seconds{')).toEqual([
    'capstan_migrating_seconds{kind="Machine",name="worker-a"} 5',
  ]);
  expect(await lines('capstan_migration_requested_seconds{')).toEqual([]);
  machines[0] = object('worker-a', { spec: 'MachineAPI', status: 'ClusterAPI' });
  await lines('capstan_migration_requested_seconds{');
  pass(7);
  expect(await lines('capstan_migration_requested_seconds{')).toEqual([
    'capstan_migration_requested_seconds{kind="Machine",name="worker-a"} 7',
  ]);
});

it('tells of the API that has the authority and does not act, until its controllers say that they do', async () => {
  const { machines, halves, lines } = rig();
  machines.push(object('worker-a', { spec: 'ClusterAPI', status: 'ClusterAPI', condition: synchronized }));
  halves.push(object('worker-a'));
  expect(await lines('capstan_not_acting_seconds{')).toEqual([
    'capstan_not_acting_seconds{kind="Machine",name="worker-a",authority="ClusterAPI"} 1800',
  ]);
  halves[0] = { ...object('worker-a'), status: { conditions: [{ type: 'Paused', status: 'False' }] } };
  expect(await lines('capstan_not_acting_seconds{')).toEqual([]);
});

it('counts migrations from zero, and only what was completed has a duration', async () => {
  const { observe, metrics, lines } = rig();
  const text = await metrics.registry.metrics();
  expect(text).toContain('capstan_migrations_total{kind="MachineSet",direction="to-machine-api",result="cancelled"} 0');
  observe.migrated('Machine', 'to-cluster-api', 4, 'completed');
  observe.migrated('Machine', 'to-cluster-api', 90, 'cancelled');
  expect(await lines('capstan_migrations_total{')).toEqual([
    'capstan_migrations_total{kind="Machine",direction="to-cluster-api",result="completed"} 1',
    'capstan_migrations_total{kind="Machine",direction="to-cluster-api",result="cancelled"} 1',
  ]);
  expect(await lines('capstan_migration_duration_seconds_sum')).toEqual([
    'capstan_migration_duration_seconds_sum{kind="Machine",direction="to-cluster-api"} 4',
  ]);
});

it('knows the write that ends a migration, and how long it took', async () => {
  const { observe, lines } = rig();
  const written = {
    manager: 'capstan',
    subresource: 'status',
    time: '2026-11-25T11:59:48Z',
    fieldsV1: { 'f:status': { 'f:authoritativeAPI': {} } },
  };
  const before = object('worker-a', { spec: 'ClusterAPI', status: 'Migrating', written });
  const patch = { status: { authoritativeAPI: 'ClusterAPI' } };
  observe.written(before, { verb: 'patch', of: before, patch, subresource: 'status' });
  observe.written(undefined, { verb: 'delete', of: before });
  expect(await lines('capstan_migrations_total{')).toEqual([
    'capstan_migrations_total{kind="Machine",direction="to-cluster-api",result="completed"} 1',
  ]);
  expect(await lines('capstan_migration_duration_seconds_sum')).toEqual([
    'capstan_migration_duration_seconds_sum{kind="Machine",direction="to-cluster-api"} 12',
  ]);
});

it('counts refused conversions by the codes of their errors, from zero', async () => {
  const { observe, metrics, lines } = rig();
  expect(await metrics.registry.metrics()).toContain('capstan_conversion_failures_total{code="UnknownField"} 0');
  observe.refused([
    { severity: 'error', code: 'NotSupported' },
    { severity: 'warning', code: 'RoleLabelOnNode' },
  ]);
  expect(await lines('capstan_conversion_failures_total{')).toEqual([
    'capstan_conversion_failures_total{code="NotSupported"} 1',
  ]);
});

it('says why it is idle', async () => {
  const idle: Standing = { act: false, reason: 'WriteRefused', message: 'm', hint: 'h' };
  expect(await rig(idle).lines('capstan_idle{')).toEqual(['capstan_idle{reason="WriteRefused"} 1']);
  expect(await rig().lines('capstan_idle{')).toEqual([]);
});
