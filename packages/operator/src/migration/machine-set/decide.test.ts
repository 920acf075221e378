import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { type Authority, annotations } from '../../names.ts';
import type { MachineSetState } from '../../sync/machine-set/state.ts';
import { statusOf } from '../../sync/shared/object.ts';
import { memberOf, objectOf, settle, stateOf } from '../../testing/in-memory-sets.ts';
import { afterWrite } from '../../testing/play.ts';
import { decideMachineSetMigration } from './decide.ts';
import { whyNotWhole } from './members.ts';

const aws = fixtures.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('there is no fixture of AWS');
const fixture = aws;

const labels = { 'machine.openshift.io/cluster-api-machineset': 'workers' };
const running = { phase: 'Running' };

const paused = (isPaused: boolean, message: string) => ({
  type: 'Paused',
  status: isPaused ? 'True' : 'False',
  reason: 'x',
  message,
  lastTransitionTime: '2026-11-01T00:00:00Z',
});

function change(object: KubeObject | undefined, patch: object): KubeObject {
  const changed = object && afterWrite({ verb: 'patch', of: object, patch: JSON.parse(JSON.stringify(patch)) }, '');
  if (changed === undefined) throw new Error('there is nothing to change');
  return changed;
}

/** What a controller acknowledges of its half. */
function acknowledge(object: KubeObject | undefined, isPaused: boolean, message = 'seen'): KubeObject {
  const { conditions } = statusOf(object);
  const others = (Array.isArray(conditions) ? conditions : []).filter(({ type }) => type !== 'Paused');
  return change(object, { status: { conditions: [...others, paused(isPaused, message)] } });
}

/** A set of two machines that runs in Machine API, in step, all acknowledged. */
function inMachineApi(): MachineSetState {
  const mapi = objectOf(
    fixture.mapiSet(fixture.provider(), { set: { replicas: 2 } }),
    {},
    { authoritativeAPI: 'MachineAPI' },
  );
  let { state } = settle(stateOf(fixture, { mapi }));
  state = {
    ...state,
    mapi: acknowledge(state.mapi, false, "The AuthoritativeAPI status is set to 'MachineAPI'"),
    capi: acknowledge(state.capi, true),
  };
  ({ state } = settle(state));
  const names = ['workers-a', 'workers-b'];
  const of = (owner: KubeObject | undefined) => names.map((name) => controlled(owner, name));
  return { ...state, members: { mapi: of(state.mapi), capi: of(state.capi) } };
}

function controlled(owner: KubeObject | undefined, name: string): KubeObject {
  if (owner === undefined) throw new Error('there is no set');
  const { apiVersion, kind, metadata } = owner;
  const ownerReferences = [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true }];
  return memberOf(owner, name, { labels, ownerReferences }, running);
}

const asked = (state: MachineSetState, to: Authority = 'ClusterAPI'): MachineSetState => ({
  ...state,
  mapi: change(state.mapi, { spec: { authoritativeAPI: to } }),
});

/** The decision, when all that sync leaves to say is said. */
function next(state: MachineSetState) {
  const decision = decideMachineSetMigration(state, { begins: true });
  if (decision.kind !== 'write' || decision.slot !== 'mapi' || decision.write.verb !== 'patch') return decision;
  const status = decision.write.patch['status'];
  if (JSON.stringify(status).includes('authoritativeAPI')) return decision;
  return decideMachineSetMigration({ ...state, mapi: change(state.mapi, { status }) }, { begins: true });
}

it('begins where all is as it should be', () => {
  expect(next(asked(inMachineApi()))).toMatchObject({
    kind: 'write',
    write: { patch: { status: { authoritativeAPI: 'Migrating', synchronizedAPI: 'MachineAPI' } } },
    notices: [{ type: 'Normal', reason: 'MigrationStarted' }],
  });
});

it('does not begin while a MachineAutoscaler scales it, and says which to delete', () => {
  const state = inMachineApi();
  const scaled = change(state.mapi, { metadata: { annotations: { [annotations.autoscaledBy]: 'workers-scaler' } } });
  const scaler = {
    apiVersion: 'autoscaling.openshift.io/v1beta1',
    kind: 'MachineAutoscaler',
    metadata: { name: 'workers-scaler' },
  };
  expect(next(asked({ ...state, mapi: scaled, autoscalers: [scaler] }))).toMatchObject({
    kind: 'wait',
    notice: {
      message: expect.stringContaining('oc delete machineautoscalers.autoscaling.openshift.io workers-scaler'),
    },
  });
});

describe('the set that takes over must find exactly the machines that it asks for', () => {
  const base = inMachineApi();
  const [a, b] = base.members.capi;
  if (a === undefined || b === undefined) throw new Error('there are two');
  const [own] = base.members.mapi;
  const capi = (...members: KubeObject[]) => ({ ...base, members: { ...base.members, capi: members } });
  const cases: readonly (readonly [string, MachineSetState, string])[] = [
    ['a machine has no mirror', capi(a), 'workers-b has no mirror'],
    [
      'a mirror is not controlled by it',
      capi(a, { ...b, metadata: { ...b.metadata, ownerReferences: [] } }),
      'not controlled',
    ],
    [
      'a mirror lacks the labels it selects by',
      capi(a, { ...b, metadata: { ...b.metadata, labels: {} } }),
      'does not have the labels',
    ],
    [
      'a mirror is going',
      capi(a, { ...b, metadata: { ...b.metadata, deletionTimestamp: '2026-11-01T00:00:00Z' } }),
      'being deleted',
    ],
    ['it has one more', capi(a, b, controlled(base.capi, 'workers-c')), 'workers-c that is not in Machine API'],
    [
      'there are too few',
      { ...base, members: { mapi: own === undefined ? [] : [own], capi: [a] } },
      'asks for 2 machines and has 1',
    ],
    [
      'a machine is being made',
      {
        ...base,
        members: {
          ...base.members,
          mapi: base.members.mapi.map((each) => change(each, { status: { phase: 'Provisioning' } })),
        },
      },
      'is being made',
    ],
  ];
  it('and does', () => expect(whyNotWhole(base, 'MachineAPI')).toBeUndefined());
  it.each(cases)('%s', (_name, state, words) => {
    expect(whyNotWhole(state, 'MachineAPI')).toContain(words);
    expect(next(asked(state))).toMatchObject({ kind: 'wait', for: expect.stringContaining(words) });
  });
});

describe('while neither set acts', () => {
  const begun = (): MachineSetState => {
    const state = asked(inMachineApi());
    const mapi = change(state.mapi, { status: { authoritativeAPI: 'Migrating', synchronizedAPI: 'MachineAPI' } });
    return settle({ ...state, mapi: acknowledge(mapi, true, "The AuthoritativeAPI status is set to 'Migrating'") })
      .state;
  };

  it('lets the other go when its controller has stopped and the machines are whole', () => {
    expect(run(begun())).toEqual(['mapi status', 'capi', 'mapi status']);
  });

  it('gives it back where machines are missing, for nobody would make them', () => {
    const state = begun();
    const end = decideMachineSetMigration({ ...state, members: { mapi: [], capi: [] } }, { begins: true });
    const last = lastOf({ ...state, members: { mapi: [], capi: [] } });
    expect(end.kind).toBe('write');
    expect(last).toMatchObject({ patch: { status: { authoritativeAPI: 'MachineAPI' } } });
  });

  /** The writes until the set has another authority. */
  function run(state: MachineSetState): string[] {
    return play(state).map(
      ({ slot, write }) => `${slot}${write.verb === 'patch' && write.subresource ? ' status' : ''}`,
    );
  }

  function lastOf(state: MachineSetState) {
    return play(state).at(-1)?.write;
  }

  function play(start: MachineSetState) {
    const writes: Extract<ReturnType<typeof next>, { kind: 'write' }>[] = [];
    let state = start;
    while (statusOf(state.mapi)['authoritativeAPI'] === 'Migrating') {
      const decision = decideMachineSetMigration(state, { begins: true });
      if (decision.kind !== 'write') throw new Error(JSON.stringify(decision));
      writes.push(decision);
      state = { ...state, [decision.slot]: afterWrite(decision.write, 'new') };
    }
    return writes;
  }
});
