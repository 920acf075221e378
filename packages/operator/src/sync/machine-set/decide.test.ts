import { fixtures } from '@capstan/convert/testing';
import { expect, test } from 'vitest';
import { going, marksOf, memberOf, objectOf, settle, stateOf } from '../../testing/in-memory-sets.ts';
import { decideMachineSet } from './decide.ts';

const aws = fixtures.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('no fixture of AWS');

const held = { finalizers: ['sync.machine.openshift.io/finalizer'] };
const byMachineApi = (metadata = {}, status = {}) =>
  objectOf(aws.mapiSet(), metadata, { authoritativeAPI: 'MachineAPI', ...status });
const byClusterApi = (metadata = {}, status = {}) =>
  objectOf(aws.mapiSet(), metadata, { authoritativeAPI: 'ClusterAPI', ...status });
const capiSet = (authority: 'MachineAPI' | 'ClusterAPI', metadata = {}) =>
  objectOf(aws.capiSet()[0], { uid: 'capi', ...marksOf(authority), ...metadata });

test('a new pair is made in five writes, and then nothing is left to write', () => {
  const { writes, end, state } = settle(stateOf(aws, { mapi: byMachineApi() }));
  expect(writes).toEqual([
    'patch mapi',
    'create capi',
    expect.stringMatching(/^create workers-[0-9a-f]{10}$/),
    'patch capi status',
    'patch mapi status',
  ]);
  expect(end).toEqual({ kind: 'done' });
  expect(settle(state).writes).toEqual([]);
});

test('a set that is to start in Cluster API is un-paused when all of it is there', () => {
  const { writes, end, state } = settle(stateOf(aws, { mapi: byClusterApi() }));
  expect(writes.slice(3, 6)).toEqual(['patch capi status', 'patch mapi status', 'patch capi']);
  // From then on the other side is the source.
  expect(writes.slice(6).filter((each) => !each.includes(' mapi'))).toEqual([]);
  expect(end).toEqual({ kind: 'done' });
  expect(state.capi?.metadata.annotations).not.toHaveProperty(['cluster.x-k8s.io/paused']);
});

test.each([['Migrating'], ['']])('nothing is written while status.authoritativeAPI is %j', (authoritativeAPI) => {
  expect(settle(stateOf(aws, { mapi: byMachineApi({}, { authoritativeAPI }) }))).toMatchObject({
    writes: [],
    end: { kind: 'wait' },
  });
});

test('without the Cluster that is to own the mirror nothing is made: garbage collection would have no say over it', () => {
  const state = stateOf(aws, { mapi: byMachineApi() });
  const end = decideMachineSet({ ...state, env: { ...state.env, cluster: undefined } });
  expect(end).toMatchObject({ kind: 'wait', for: expect.stringContaining('the Cluster ocp1-x7k2p') });
});

test('bug 6.7: what cannot be converted is no passing failure, so it is not tried again before something changes', () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }];
  expect(decideMachineSet(stateOf(aws, { mapi: byMachineApi({ ownerReferences }) }))).toMatchObject({
    kind: 'failed',
    failure: { reason: 'FailedToConvertMAPIMachineSetToCAPI', transient: false },
  });
});

test('a set that Cluster API lost is not made again, but one that never was is made', () => {
  const status = { synchronizedGeneration: 3 };
  expect(decideMachineSet(stateOf(aws, { mapi: byClusterApi({}, status) }))).toMatchObject({
    kind: 'failed',
    failure: { reason: 'FailedToGetCAPIMachineSet', transient: false },
  });
  expect(decideMachineSet(stateOf(aws, { mapi: byClusterApi() }))).toMatchObject({ kind: 'write' });
});

test('a restored object, of a lower generation than was synchronized, says so with the way out', () => {
  const { state } = settle(stateOf(aws, { mapi: byMachineApi({ generation: 4 }) }));
  const { mapi } = state;
  if (mapi === undefined) return expect.fail('the set is there');
  const restored = { ...mapi, metadata: { ...mapi.metadata, generation: 2 } };
  expect(settle({ ...state, mapi: restored }).end).toMatchObject({
    kind: 'failed',
    failure: {
      reason: 'GenerationReset',
      message: expect.stringContaining('oc patch machinesets.machine.openshift.io'),
    },
  });
});

test('who keeps the machines of a set keeps those of its mirror, also when garbage collection was quicker than we are', () => {
  const capi = capiSet('MachineAPI');
  const deleted = (finalizers: string[]) => byMachineApi({ ...going, finalizers: [...held.finalizers, ...finalizers] });
  const members = { mapi: [], capi: [memberOf(capi, 'worker-1')] };
  const propagationOf = (state: Parameters<typeof decideMachineSet>[0]) => {
    const decision = decideMachineSet(state);
    return decision.kind === 'write' && decision.write.verb === 'delete' ? decision.write.propagation : decision;
  };
  expect(propagationOf(stateOf(aws, { mapi: deleted(['orphan']), capi }))).toBe('Orphan');
  expect(propagationOf(stateOf(aws, { mapi: deleted([]), capi, members }))).toBe('Orphan');
  const owned = { ...members, mapi: [memberOf(deleted([]), 'worker-1')] };
  expect(propagationOf(stateOf(aws, { mapi: deleted([]), capi, members: owned }))).toBe('Background');
  const source = capiSet('ClusterAPI', { ...going, finalizers: [...held.finalizers, 'orphan'] });
  expect(propagationOf(stateOf(aws, { mapi: byClusterApi(held), capi: source }))).toBe('Orphan');
});

test.each([
  ['Cluster API acts', { annotations: { 'capstan.openshift.io/authority': 'ClusterAPI' } }],
  ['no one has paused', {}],
])('a mirror that was deleted waits for a machine on which %s', (_, metadata) => {
  const capi = capiSet('MachineAPI', going);
  const members = { mapi: [], capi: [memberOf(capi, 'worker-1', metadata)] };
  expect(decideMachineSet(stateOf(aws, { mapi: byMachineApi(held), capi, members }))).toMatchObject({
    kind: 'wait',
    notice: { type: 'Warning', reason: 'DeletionBlocked', message: expect.stringContaining('worker-1') },
  });
});

test.each([['MachineAPI'], ['Migrating']])(
  'a Machine API mirror that was deleted waits for a machine whose authority is %s',
  (authoritativeAPI) => {
    const mapi = byClusterApi({ ...held, ...going });
    const members = { mapi: [memberOf(mapi, 'worker-1', {}, { authoritativeAPI })], capi: [] };
    expect(decideMachineSet(stateOf(aws, { mapi, capi: capiSet('ClusterAPI'), members }))).toMatchObject({
      kind: 'wait',
      notice: { reason: 'DeletionBlocked' },
    });
  },
);

test('OCPBUGS-56897: where the Machine API mirror goes, the Cluster API set is never deleted, only freed', () => {
  const mapi = byClusterApi({ ...held, ...going });
  const members = { mapi: [memberOf(mapi, 'worker-1', {}, { authoritativeAPI: 'ClusterAPI' })], capi: [] };
  const { writes, state } = settle(stateOf(aws, { mapi, capi: capiSet('ClusterAPI'), members }));
  expect(writes).toEqual(['patch capi', 'patch mapi']);
  expect(state.mapi).toBeUndefined();
  expect(state.capi?.metadata.finalizers).toEqual([]);
});

test('OCPBUGS-98492: a Cluster API set that is going, of which only our finalizer is left, goes', () => {
  for (const authority of ['MachineAPI', 'ClusterAPI'] as const) {
    const { writes, state } = settle(stateOf(aws, { capi: capiSet(authority, going) }));
    expect(writes).toEqual(['patch capi']);
    expect(state.capi).toBeUndefined();
  }
});

test("deleting a MachineSet lets another's Cluster API set of the same name be", () => {
  const alone = objectOf(aws.capiSet()[0], { uid: 'capi' });
  const { writes, state } = settle(stateOf(aws, { mapi: byMachineApi({ ...held, ...going }), capi: alone }));
  expect(writes).toEqual(['patch mapi']);
  expect(state.capi).toEqual(alone);
});

test('a MachineSet goes only when the live server has no mirror of it: a cache that is behind would leave one for good', () => {
  expect(decideMachineSet(stateOf(aws, { mapi: byMachineApi({ ...held, ...going }) }))).toMatchObject({
    kind: 'write',
    checks: [{ kind: 'absent', of: { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'workers' } }],
  });
});

test('the MachineSet goes last of all: while anything of the pair is there, somebody can see why', () => {
  const { state } = settle(stateOf(aws, { mapi: byMachineApi() }));
  const { mapi } = state;
  if (mapi === undefined) return expect.fail('the set is there');
  const end = settle({ ...state, mapi: { ...mapi, metadata: { ...mapi.metadata, ...going } } });
  expect(end.writes).toEqual(['delete capi', expect.stringMatching(/^delete workers-/), 'patch capi', 'patch mapi']);
  expect(end.state).toMatchObject({ mapi: undefined, capi: undefined, templates: [] });
});
