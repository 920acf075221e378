import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { capiMachine, machineSet, machineState, mapiMachine } from '../../testing/machine-states.ts';
import { deleted, play, released } from '../../testing/play.ts';
import { isPaused } from '../shared/object.ts';
import { decideMachine } from './decide.ts';
import type { MachineState } from './state.ts';

const mao = 'machine.machine.openshift.io';
const core = 'machine.cluster.x-k8s.io';
const provider = 'awsmachine.infrastructure.cluster.x-k8s.io';

const run = (state: MachineState, most?: number) => play(decideMachine, state, most);
const there = (object: KubeObject | undefined): KubeObject => {
  if (object === undefined) throw new Error('it is gone');
  return object;
};
/** A pair in step, with the provider's finalizer on the infra machine as after a migration. */
const pair = (authority: 'MachineAPI' | 'ClusterAPI', metadata = {}): MachineState => {
  const { state } = run(machineState({ mapi: mapiMachine(authority, metadata) }));
  const infra = there(state.infra);
  const held = [...(infra.metadata.finalizers ?? []), provider];
  return { ...state, infra: { ...infra, metadata: { ...infra.metadata, finalizers: held } } };
};

describe('where Machine API acts', () => {
  it('a deleted Machine takes its mirrors along only after Machine API has ended the instance, and nothing is un-paused', () => {
    const state = pair('MachineAPI');
    const first = run({ ...state, mapi: deleted(there(state.mapi)) });
    expect(first.writes).toEqual(['delete capi', 'delete infra']);
    expect(first.end).toEqual({ kind: 'wait', for: 'Machine API to end the instance' });
    expect([there(first.state.capi), there(first.state.infra)].map(isPaused)).toEqual([true, true]);
    const second = run({ ...first.state, mapi: released(first.state.mapi, mao) });
    expect(second.writes).toEqual(['patch infra', 'patch capi', 'patch mapi']);
    expect(second.state).toMatchObject({ mapi: undefined, capi: undefined, infra: undefined });
  });

  it('a mirror that somebody has un-paused is paused before it is deleted: its provider would end the instance', () => {
    const state = pair('MachineAPI');
    const unpaused = (object: KubeObject | undefined) => {
      const { 'cluster.x-k8s.io/paused': _, ...annotations } = there(object).metadata.annotations ?? {};
      return { ...there(object), metadata: { ...there(object).metadata, annotations } };
    };
    const { writes } = run({
      ...state,
      mapi: deleted(there(state.mapi)),
      capi: unpaused(state.capi),
      infra: unpaused(state.infra),
    });
    expect(writes).toEqual(['patch capi', 'delete capi', 'patch infra', 'delete infra']);
  });

  it('a Machine without a mirror is let go of without an error (nil-wrapped error)', () => {
    const mapi = mapiMachine('MachineAPI', { finalizers: ['sync.machine.openshift.io/finalizer'] });
    const { writes, state } = run(machineState({ mapi: deleted(mapi) }));
    expect([writes, state.mapi]).toEqual([['patch mapi'], undefined]);
  });

  it('a mirror that a user deletes takes the Machine along, and the event says so', () => {
    const state = pair('MachineAPI');
    const deletedMirror = { ...state, capi: deleted(there(state.capi)) };
    expect(decideMachine(deletedMirror)).toMatchObject({
      slot: 'mapi',
      write: { verb: 'delete' },
      checks: [{ kind: 'served' }, { of: { kind: 'Namespace' } }, { kind: 'alive', uid: 'cluster-uid' }],
      notices: [{ type: 'Warning', reason: 'MirrorDeleted' }],
    });
  });

  it('a mirror that went with the mirror of its set is made again: the running machine stays', () => {
    const ownerReferences = [
      { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'set' },
    ];
    const capiSet = machineSet('cluster.x-k8s.io/v1beta2', 'old');
    const mapiSet = machineSet('machine.openshift.io/v1beta1', 'set');
    const before = run(machineState({ mapi: mapiMachine('MachineAPI', { ownerReferences }), mapiSet, capiSet })).state;
    const collected = run({ ...before, capiSet: undefined, capi: deleted(there(before.capi)) });
    expect(collected.writes).toEqual(['delete infra', 'patch infra', 'patch capi']);
    expect(collected.state.mapi?.metadata.deletionTimestamp).toBeUndefined();
    expect(collected.end).toMatchObject({ kind: 'wait', for: expect.stringContaining('MachineSet workers') });
    const again = run({ ...collected.state, capiSet: machineSet('cluster.x-k8s.io/v1beta2', 'new') });
    expect(again.writes).toEqual(['create capi', 'create infra', 'patch capi status', 'patch infra status']);
    expect(again.state.capi?.metadata['ownerReferences']).toMatchObject([{ uid: 'new' }]);
  });

  it('an infra machine that is deleted by itself is let go of and made again', () => {
    const state = pair('MachineAPI');
    const { writes, end } = run({ ...state, infra: deleted(there(state.infra)) });
    expect([writes, end.kind]).toEqual([['patch infra', 'create infra', 'patch infra status'], 'done']);
  });

  it('a Machine that is taken away by force leaves its mirrors, paused, and an event says so', () => {
    const { writes, end } = run({ ...pair('MachineAPI'), mapi: undefined });
    expect([writes, end]).toMatchObject([[], { kind: 'wait', notice: { reason: 'OrphanedMirror' } }]);
  });
});

describe('where Cluster API acts', () => {
  it('a deleted Machine is let go of after its provider, and its mirror with it', () => {
    const state = pair('ClusterAPI');
    const first = run({ ...state, capi: deleted(there(state.capi)) });
    expect([first.writes, first.end.kind]).toEqual([['delete mapi'], 'wait']);
    const noInstance = run({ ...first.state, infra: released(deleted(there(state.infra)), provider) });
    expect(noInstance.writes).toEqual(['patch infra']);
    const last = run({ ...noInstance.state, capi: released(noInstance.state.capi, core) });
    expect(last.writes).toEqual(['patch mapi', 'patch capi']);
    expect(last.state).toMatchObject({ mapi: undefined, capi: undefined, infra: undefined });
  });

  it('a mirror that a user deletes takes the Machine along', () => {
    const state = pair('ClusterAPI');
    expect(run({ ...state, mapi: deleted(there(state.mapi)) }).writes).toEqual(['delete capi']);
  });

  it('a mirror that went with its set is let go of, and the running machine stays (OCPBUGS-56897)', () => {
    const ownerReferences = [
      { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'set' },
    ];
    const capiSet = machineSet('cluster.x-k8s.io/v1beta2', 'capi-set');
    const mapiSet = machineSet('machine.openshift.io/v1beta1', 'set');
    const before = run(machineState({ mapi: mapiMachine('ClusterAPI', { ownerReferences }), mapiSet, capiSet })).state;
    const { writes, state } = run({ ...before, mapiSet: undefined, mapi: deleted(there(before.mapi)) });
    expect(writes).toEqual(['patch mapi', 'patch infra', 'patch capi']);
    const left = [there(state.capi), there(state.infra)].map(({ metadata }) => metadata);
    for (const { deletionTimestamp, annotations, labels, finalizers } of left) {
      expect(deletionTimestamp).toBeUndefined();
      expect(Object.keys({ ...annotations, ...labels }).filter((key) => key.includes('capstan'))).toEqual([]);
      expect(finalizers).not.toContain('sync.machine.openshift.io/finalizer');
    }
  });

  it('a Machine that is going when its mirror is gone is let go of (stuck finalizer)', () => {
    const { capi, infra } = pair('ClusterAPI');
    const going = { capi: released(deleted(there(capi)), core), infra: undefined };
    expect(run(machineState(going))).toMatchObject({ writes: ['patch capi'], state: { capi: undefined } });
    const orphan = released(deleted(there(infra)), provider);
    expect(run(machineState({ infra: orphan }))).toMatchObject({
      writes: ['patch infra'],
      state: { infra: undefined },
    });
  });

  it('a Machine that is gone lets its infra machine go when the provider has, and is not made a second time', () => {
    const state = pair('ClusterAPI');
    const infra = released(deleted(there(state.infra)), provider);
    const { writes, end } = run({ ...state, capi: undefined, infra });
    expect([writes, end]).toMatchObject([['patch infra'], { failure: { reason: 'CAPIMachineNotFound' } }]);
  });
});

describe('a machine that starts in Cluster API', () => {
  const making = (writes: number) => run(machineState({ mapi: mapiMachine('ClusterAPI') }), writes).state;

  it('goes away when it is deleted while still paused: no controller but this one would let go of it', () => {
    for (const writes of [2, 3, 5]) {
      const state = making(writes);
      const { end, state: after } = run({ ...state, mapi: deleted(there(state.mapi)) });
      expect(end.kind, `after ${writes} writes`).not.toBe('failed');
      expect(after, `after ${writes} writes`).toMatchObject({ mapi: undefined, capi: undefined, infra: undefined });
    }
  });

  it('is un-paused to the end when it is deleted half un-paused: its provider may have begun to make an instance', () => {
    const state = making(7);
    expect([isPaused(there(state.infra)), isPaused(there(state.capi))]).toEqual([false, true]);
    const { writes, state: after, end } = run({ ...state, mapi: deleted(there(state.mapi)) });
    expect(writes).toEqual(['delete capi', 'patch capi']);
    expect([isPaused(there(after.capi)), end.kind]).toEqual([false, 'wait']);
  });
});

describe('a Cluster API Machine that is no half of the pair', () => {
  it('is left alone when the Machine of that name is deleted', () => {
    const { capi, infra } = capiMachine();
    for (const authority of ['MachineAPI', 'ClusterAPI']) {
      const mapi = deleted(mapiMachine(authority, { finalizers: ['sync.machine.openshift.io/finalizer'] }));
      expect(run(machineState({ mapi, capi, infra })).writes).toEqual(['patch mapi']);
    }
  });
});
