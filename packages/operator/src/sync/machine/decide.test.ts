import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { capiMachine, environment, machineSet, machineState, mapiMachine } from '../../testing/machine-states.ts';
import { deleted, play } from '../../testing/play.ts';
import { isPaused } from '../shared/object.ts';
import { decideMachine } from './decide.ts';
import type { MachineState } from './state.ts';

const run = (state: MachineState, most?: number) => play(decideMachine, state, most);
const there = (object: KubeObject | undefined): KubeObject => {
  if (object === undefined) throw new Error('it is gone');
  return object;
};
const inStep = (authority: string) => run(machineState({ mapi: mapiMachine(authority) })).state;
const annotated = (object: KubeObject | undefined, annotations: Record<string, string>): KubeObject => ({
  ...there(object),
  metadata: { ...there(object).metadata, annotations },
});

describe('who acts', () => {
  it('nothing is written while nobody has said who acts, or while a migration has the word', () => {
    for (const authority of ['', 'Migrating'])
      expect(run(machineState({ mapi: mapiMachine(authority) })).writes).toEqual([]);
  });

  it('a pair in step is not written to again', () => {
    for (const authority of ['MachineAPI', 'ClusterAPI'])
      expect(run(inStep(authority))).toMatchObject({ writes: [], end: { kind: 'done' } });
  });

  it('a mirror that was made a moment ago is told by us who acts: nothing waits for Machine API', () => {
    const { capi, infra } = capiMachine({
      ownerReferences: [
        { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'workers', uid: 'capi-set' },
      ],
    });
    const sets = {
      capiSet: machineSet('cluster.x-k8s.io/v1beta2', 'capi-set'),
      mapiSet: machineSet('machine.openshift.io/v1beta1', 'mapi-set'),
    };
    const { writes, state } = run(machineState({ capi, infra, ...sets }));
    expect(writes).toEqual(['patch capi', 'patch infra', 'create mapi', 'patch mapi status']);
    expect(state.mapi?.['status']).toMatchObject({ authoritativeAPI: 'ClusterAPI', synchronizedAPI: 'ClusterAPI' });
    // Without its infra machine there is nothing to mirror yet, and nothing to complain of.
    expect(run(machineState({ capi, ...sets })).end.kind).toBe('wait');
    expect(run(machineState({ capi, infra, capiSet: sets.capiSet })).writes).toEqual([]);
  });
});

describe('objects of others', () => {
  it('a Machine that Cluster API acts on is not taken over, whatever marks it has: its instance would be left to nobody', () => {
    const { capi, infra } = inStep('ClusterAPI');
    const result = run(machineState({ mapi: mapiMachine('MachineAPI'), capi, infra }));
    expect(result).toMatchObject({ writes: [], end: { failure: { reason: 'FailedToUpdateCAPIMachine' } } });
  });

  it('an infra machine that runs without its Machine is not taken over', () => {
    const { infra } = capiMachine();
    for (const authority of ['MachineAPI', 'ClusterAPI']) {
      const result = run(machineState({ mapi: mapiMachine(authority), infra }));
      expect(result).toMatchObject({ writes: [], end: { failure: { reason: 'FailedToUpdateCAPIInfraMachine' } } });
    }
  });

  it('a mirror whose source has come back is its mirror again', () => {
    const { capi, infra } = inStep('MachineAPI');
    const { writes, end } = run(machineState({ mapi: mapiMachine('MachineAPI'), capi, infra }));
    expect([writes, end.kind]).toEqual([['patch mapi', 'patch mapi status'], 'done']);
  });
});

describe('what others do to a mirror', () => {
  it('it is paused again before anything else is written to it', () => {
    const state = inStep('MachineAPI');
    const { writes, state: after } = run({
      ...state,
      capi: annotated(state.capi, { 'capstan.openshift.io/authority': 'MachineAPI' }),
      infra: annotated(state.infra, { 'capstan.openshift.io/authority': 'MachineAPI' }),
    });
    expect(writes).toEqual(['patch capi', 'patch infra']);
    expect([there(after.capi), there(after.infra)].map(isPaused)).toEqual([true, true]);
  });

  it('a pause that a user sets where Cluster API acts is theirs', () => {
    const state = inStep('ClusterAPI');
    const paused = annotated(state.capi, { ...there(state.capi).metadata.annotations, 'cluster.x-k8s.io/paused': '' });
    expect(run({ ...state, capi: paused })).toMatchObject({ writes: [], end: { kind: 'done' } });
  });

  it('an infra machine that cannot be changed is freed, deleted and made anew, in this order', () => {
    const state = inStep('MachineAPI');
    const value = { ...there(state.infra), spec: { instanceType: 'other' } };
    const { writes } = run({ ...state, infra: value, infraIsImmutable: true });
    expect(writes).toEqual(['patch infra', 'delete infra', 'create infra', 'patch infra status']);
  });
});

describe('a machine that starts in Cluster API', () => {
  const mapi = mapiMachine('ClusterAPI');

  it('is un-paused last, the infra machine first, and killed after any write it goes on without a write twice', () => {
    const whole = run(machineState({ mapi }));
    // The last two are the first look the other way: what Machine API derives of an instance.
    expect(whole.writes.slice(5)).toEqual([
      'patch mapi status',
      'patch infra',
      'patch capi',
      'patch mapi',
      'patch mapi status',
    ]);
    for (let most = 0; most < whole.writes.length; most++) {
      const half = run(machineState({ mapi }), most);
      expect([...half.writes, ...run(half.state).writes]).toEqual(whole.writes);
    }
  });

  it('is never un-paused before it is said to be in step', () => {
    for (let most = 0; most < 6; most++) {
      const { capi, infra } = run(machineState({ mapi }), most).state;
      for (const object of [capi, infra]) if (object !== undefined) expect(isPaused(object)).toBe(true);
    }
  });
});

describe('a lower generation', () => {
  it('is said with a way out, and the mirror is kept up to date all the same (GenerationReset)', () => {
    const state = inStep('ClusterAPI');
    const mirror = there(state.mapi);
    const mapi = { ...mirror, status: { ...Object(mirror['status']), synchronizedGeneration: 7, phase: 'Failed' } };
    const { writes, state: after, end } = run({ ...state, mapi });
    expect([writes, end]).toMatchObject([['patch mapi status'], { failure: { reason: 'GenerationReset' } }]);
    expect(after.mapi?.['status']).toMatchObject({ synchronizedGeneration: 7 });
    expect(after.mapi?.['status']).not.toMatchObject({ phase: 'Failed' });
  });
});

describe('a set that goes', () => {
  it('leaves its reference on the mirrors of its machines: without it their collection would look like a wish', () => {
    const ownerReferences = [
      { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'set' },
    ];
    const capiSet = machineSet('cluster.x-k8s.io/v1beta2', 'capi-set');
    const mapiSet = machineSet('machine.openshift.io/v1beta1', 'set', { finalizers: ['foregroundDeletion'] });
    const { state } = run(machineState({ mapi: mapiMachine('ClusterAPI', { ownerReferences }), mapiSet, capiSet }));
    for (const gone of [undefined, deleted(mapiSet)]) expect(run({ ...state, mapiSet: gone }).writes).toEqual([]);
  });
});

it('without the Cluster nothing is made: it is to own what no set owns', () => {
  const env = { ...environment, cluster: undefined };
  expect(run(machineState({ mapi: mapiMachine('MachineAPI'), env })).writes).toEqual([]);
});
