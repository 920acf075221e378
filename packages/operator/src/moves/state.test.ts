import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { having, mirror, set } from './checks/judged.fixture.ts';
import { machine, moved } from './objects.fixture.ts';
import type { Move } from './plan-moves.ts';
import { stateOf } from './state.ts';

const paused = (object: KubeObject, status: 'True' | 'False'): KubeObject =>
  having(object, { status: { conditions: [{ type: 'Paused', status }] } });
const move = (more: Partial<Move> = {}): Move => ({
  kind: 'Machine',
  name: 'm',
  uid: 'uid-m',
  authority: 'ClusterAPI',
  from: 'MachineAPI',
  isAsked: false,
  prior: { spec: 'MachineAPI', asked: undefined },
  instance: {},
  ...more,
});
const m = machine('m');
const [capi, infra] = [paused(mirror(m), 'False'), paused({ ...mirror(m), kind: 'AWSMachine' }, 'False')];
const there = { mapi: moved(m, 'ClusterAPI'), capi, infra };

describe('a move to Cluster API', () => {
  test.each<[string, KubeObject, string]>([
    ['asked, while Machine API acts', moved(m, 'ClusterAPI', { status: 'MachineAPI' }), 'asked'],
    ['migrating, while nobody acts', moved(m, 'ClusterAPI', { status: 'Migrating' }), 'migrating'],
    ['resync, until it is in step again', moved(m, 'ClusterAPI', { reason: 'AuthoritativeAPIChanged' }), 'resync'],
    ['moved, when all say so', moved(m, 'ClusterAPI'), 'moved'],
  ])('is %s', (_, mapi, kind) => {
    expect(stateOf(move(), { ...there, mapi }, 0).kind).toBe(kind);
  });

  test.each<[string, Partial<typeof there>]>([
    ['the Machine', { capi: paused(capi, 'True') }],
    ['the infra machine', { infra: paused(infra, 'True') }],
    ['the infra machine, which says nothing', { infra: mirror(m) }],
  ])('is not done before its new controller has said that it acts on %s', (_, halves) => {
    expect(stateOf(move(), { ...there, ...halves }, 119_000).kind).toBe('starting');
    expect(stateOf(move(), { ...there, ...halves }, 121_000)).toMatchObject({ kind: 'failed', code: 'NotTakenUp' });
  });

  test('says what it waits for where it cannot go on', () => {
    const conditions = [{ type: 'Synchronized', status: 'False', reason: 'FailedToConvert', message: 'taints' }];
    const mapi = having(moved(m, 'ClusterAPI', { status: 'MachineAPI' }), { status: { conditions } });
    expect(stateOf(move(), { ...there, mapi }, 0)).toEqual({ kind: 'asked', waitsFor: 'FailedToConvert: taints' });
  });

  test('of a set does not wait for an infra machine, which it does not have', () => {
    const mapi = moved(set({}), 'ClusterAPI');
    const halves = { mapi, capi: paused(mirror(mapi), 'False'), infra: undefined };
    expect(stateOf(move({ kind: 'MachineSet', uid: 'uid-w' }), halves, 0).kind).toBe('moved');
  });
});

test('a move to Machine API is done when Machine API says that it acts', () => {
  const back = move({ authority: 'MachineAPI', from: 'ClusterAPI' });
  expect(stateOf(back, { ...there, mapi: m }, 0).kind).toBe('moved');
  const silent = having(m, { status: { conditions: [{ type: 'Synchronized', status: 'True' }] } });
  expect(stateOf(back, { ...there, mapi: silent }, 0).kind).toBe('starting');
});

test('a change of what new machines get is done when it is written', () => {
  const { authority: _none, ...rest } = move({ kind: 'MachineSet', uid: 'uid-w', template: 'ClusterAPI' });
  const halves = { capi: undefined, infra: undefined };
  expect(stateOf(rest, { mapi: moved(set({}), 'MachineAPI', { template: 'ClusterAPI' }), ...halves }, 0).kind).toBe(
    'moved',
  );
  expect(stateOf(rest, { mapi: set({}), ...halves }, 0)).toMatchObject({ kind: 'failed', code: 'Overridden' });
});

describe('a move has failed', () => {
  test.each<[string, KubeObject | undefined, string]>([
    ['when the object is gone', undefined, 'Gone'],
    ['when another has its name', having(m, { metadata: { uid: 'other' } }), 'Gone'],
    ['when it is being deleted', having(m, { metadata: { deletionTimestamp: 'now' } }), 'Gone'],
    ['when somebody has set it back', m, 'Overridden'],
  ])('%s', (_, mapi, code) => {
    expect(stateOf(move(), { ...there, mapi }, 0)).toMatchObject({ kind: 'failed', code });
  });
});
