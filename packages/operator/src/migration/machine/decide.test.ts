import { asObject } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../names.ts';
import { conditionOf, isPaused, statusOf } from '../../sync/shared/object.ts';
import { mapiMachine } from '../../testing/machine-states.ts';
import { ask, look, next, only, runningWith, said, stoppedOn } from '../../testing/machine-worlds.ts';
import { type Actor, actors, change, newWorld, remove, settled, type World } from '../../testing/migration-world.ts';
import { whoMayAct } from '../../testing/who-may-act.ts';
import { decideMachineMigration } from './decide.ts';

const directions = [
  ['MachineAPI', 'ClusterAPI'],
  ['ClusterAPI', 'MachineAPI'],
] as const;

describe.each(directions)('from %s to %s', (from, to) => {
  const old = from === 'MachineAPI' ? 'mapi' : 'capi';
  const all = Object.keys(actors) as Actor[];
  const oldSide = from === 'MachineAPI' ? (['machineApi'] as const) : (['core', 'provider'] as const);

  it('waits in Migrating for the API that acted to say that it has stopped, however long that takes', () => {
    const others = all.filter((name) => !(oldSide as readonly string[]).includes(name));
    const world = only(ask(runningWith(from), to), ...others);
    expect(said(world)).toBe('Migrating');
    expect(next(world)).toMatchObject({
      kind: 'wait',
      for: expect.stringContaining('to acknowledge that it has stopped'),
    });
    expect(said(settled(world, look))).toBe(to);
  });

  it('taken back before that, gives the machine back to the API that acted, and the other is never let go', () => {
    const others = all.filter((name) => !(oldSide as readonly string[]).includes(name));
    const world = only(ask(runningWith(from), to), ...others);
    let now = ask(world, from);
    const states: unknown[] = [];
    now = settled(now, (each) => {
      look(each);
      states.push(said(each));
    });
    expect(said(now)).toBe(from);
    expect(states).not.toContain(to);
    expect(whoMayAct(now.state)).toEqual([from]);
  });

  it('an edit that comes late, when the API that acted has already stopped, is on both sides at the end', () => {
    const stopped = stoppedOn(from, to);
    const edited = change(stopped, old, { metadata: { labels: { late: 'yes' } } });
    const { state } = settled(edited, look);
    expect([state.mapi?.metadata.labels?.['late'], state.capi?.metadata.labels?.['late']]).toEqual(['yes', 'yes']);
    expect(said({ state, ended: 0 })).toBe(to);
  });

  it('an edit that cannot be converted gives the machine back, instead of leaving it to nobody', () => {
    const stopped = stoppedOn(from, to);
    const patch =
      from === 'MachineAPI'
        ? { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }
        : { spec: { version: 'v1.31.0' } };
    const { state } = settled(change(stopped, old, patch), look);
    expect(said({ state, ended: 0 })).toBe(from);
    expect(whoMayAct(state)).toEqual([from]);
    expect(decideMachineMigration(state, { begins: true })).toMatchObject({
      kind: 'wait',
      notice: { type: 'Warning', reason: 'MigrationWaiting', message: expect.stringContaining('not synchronized') },
    });
  });

  it.each(['mapi', 'capi'] as const)(
    'deleted (%s) while neither acts, it is the API that acted which ends the instance, once',
    (slot) => {
      const stopped = stoppedOn(from, to);
      const { state, ended } = settled(remove(stopped, slot), look);
      expect({ mapi: state.mapi, capi: state.capi, infra: state.infra, ended }).toEqual({
        mapi: undefined,
        capi: undefined,
        infra: undefined,
        ended: 1,
      });
    },
  );

  it('begins nothing while the feature gate is off, and finishes what has begun', () => {
    const asked = ask(runningWith(from), to);
    expect(decideMachineMigration(asked.state, { begins: false })).toEqual({ kind: 'done' });
    expect(decideMachineMigration(stoppedOn(from, to).state, { begins: false }).kind).toBe('write');
  });

  it('found Migrating as the in-tree controller leaves it, without marks and without synchronizedAPI, it is finished', () => {
    const begun = stoppedOn(from, to);
    const bare = [
      ['mapi', { status: { synchronizedAPI: null } }],
      ['capi', { metadata: { annotations: { [annotations.authority]: null, [annotations.mirrored]: null } } }],
      ['infra', { metadata: { annotations: { [annotations.authority]: null, [annotations.mirrored]: null } } }],
    ] as const;
    const found = bare.reduce((world, [slot, patch]) => change(world, slot, patch), begun);
    expect(said(settled(found, look))).toBe(to);
  });
});

it('what Machine API said of an earlier migration is no answer to this one', () => {
  const world = only(ask(runningWith('MachineAPI'), 'ClusterAPI'), 'migration');
  const stale = {
    type: 'Paused',
    status: 'True',
    reason: 'x',
    message: "The AuthoritativeAPI status is set to 'ClusterAPI'",
  };
  const conditions = statusOf(world.state.mapi)['conditions'];
  const others = (Array.isArray(conditions) ? conditions : []).filter((each) => asObject(each)?.['type'] !== 'Paused');
  const { state } = change(world, 'mapi', { status: { conditions: [...others, stale] } });
  expect(decideMachineMigration(state, { begins: true })).toMatchObject({
    kind: 'wait',
    for: expect.stringContaining('Machine API'),
  });
});

it('a mirror that is lost while neither acts is made again, paused, and let go only when its controllers have seen that', () => {
  const stopped = stoppedOn('MachineAPI', 'ClusterAPI');
  const lost: World = { ...stopped, state: { ...stopped.state, infra: undefined } };
  const again = only(lost, 'migration');
  expect(again.state.infra && isPaused(again.state.infra)).toBe(true);
  expect(said(again)).toBe('Migrating');
  expect(said(settled(again, look))).toBe('ClusterAPI');
});

it('once Cluster API has been let go there is no way back: taken back, it goes forward and then returns', () => {
  const world = stoppedOn('MachineAPI', 'ClusterAPI');
  const decision = next(world);
  expect(decision).toMatchObject({ kind: 'write', slot: 'infra' });
  const sealed = ask(actors.migration(world) ?? world, 'MachineAPI');
  const states: unknown[] = [];
  const end = settled(sealed, (each) => {
    look(each);
    states.push(said(each));
  });
  expect(states.indexOf('ClusterAPI')).toBeGreaterThanOrEqual(0);
  expect(said(end)).toBe('MachineAPI');
});

it('says that which API acted is unclear, and how to say it, where nothing tells', () => {
  const world = runningWith('MachineAPI');
  const { state } = change(world, 'mapi', {
    status: { authoritativeAPI: 'Migrating', synchronizedAPI: null, conditions: [] },
  });
  expect(decideMachineMigration(state, { begins: true })).toMatchObject({
    kind: 'wait',
    notice: { reason: 'MigrationUnclear', message: expect.stringContaining('--subresource=status') },
  });
});

it('an object whose authority Machine API does not acknowledge is not left without one', () => {
  const mapi = mapiMachine('MachineAPI', { creationTimestamp: '2026-11-25T11:59:00Z' });
  const world = newWorld({ ...mapi, status: {} });
  expect(next(world)).toMatchObject({
    kind: 'write',
    write: { patch: { status: { authoritativeAPI: 'MachineAPI' } } },
  });
  const young = newWorld({ ...mapiMachine('MachineAPI', { creationTimestamp: '2026-11-25T11:59:50Z' }), status: {} });
  expect(next(young)).toMatchObject({ kind: 'wait', recheckMs: 21_000 });
});

it('warns when the API that has the authority does not act on the machine within two minutes', () => {
  const world = runningWith('ClusterAPI');
  const { infra } = world.state;
  const silent = change(world, 'infra', { status: { conditions: null } });
  expect(next(silent)).toMatchObject({ kind: 'wait', recheckMs: 121_000 });
  const later = { ...silent.state, env: { ...silent.state.env, now: '2026-11-25T12:05:00Z' } };
  expect(decideMachineMigration(later, { begins: true })).toMatchObject({
    notice: { type: 'Warning', reason: 'NotTakenUp', message: expect.stringContaining(`${infra?.kind} worker-1`) },
  });
  expect(conditionOf(world.state.mapi, 'Synchronized')?.['status']).toBe('True');
});
