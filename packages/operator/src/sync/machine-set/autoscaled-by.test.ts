import { asObject } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { going, marksOf, objectOf, settle, stateOf } from '../../testing/in-memory-sets.ts';
import { scaledSet } from './autoscaled-by.ts';

const aws = fixtures.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('no fixture of AWS');

const key = 'capstan.openshift.io/autoscaled-by';

const autoscaler = (name: string, apiVersion = 'machine.openshift.io/v1beta1', kind = 'MachineSet'): KubeObject => ({
  apiVersion: 'autoscaling.openshift.io/v1beta1',
  kind: 'MachineAutoscaler',
  metadata: { name, namespace: 'openshift-machine-api' },
  spec: { minReplicas: 1, maxReplicas: 4, scaleTargetRef: { apiVersion, kind, name: 'workers' } },
});
const mapiSet = (authoritativeAPI: string, metadata = {}) => objectOf(aws.mapiSet(), metadata, { authoritativeAPI });
const noted = (name: string) => ({ annotations: { [key]: name } });

test.each([
  ['machine.openshift.io/v1beta1', 'MachineSet', 'workers'],
  ['cluster.x-k8s.io/v1beta2', 'MachineSet', 'workers'],
  ['cluster.x-k8s.io/v1beta1', 'MachineSet', 'workers'],
  ['cluster.x-k8s.io/v1beta2', 'MachineDeployment', undefined],
  ['apps/v1', 'MachineSet', undefined],
])('what names a %s %s scales the set %s', (apiVersion, kind, set) => {
  expect(scaledSet(autoscaler('a', apiVersion, kind))).toBe(set);
});

test('a MachineAutoscaler without a target scales nothing', () => {
  expect(scaledSet({ ...autoscaler('a'), spec: {} })).toBeUndefined();
});

test.each(['MachineAPI', 'ClusterAPI'])(
  'a set that is scaled says by whom, in one write, whichever API acts: %s',
  (authority) => {
    const { state: inStep } = settle(stateOf(aws, { mapi: mapiSet(authority) }));
    const { writes, state, end } = settle({ ...inStep, autoscalers: [autoscaler('b'), autoscaler('a')] });
    expect(writes).toEqual(['patch mapi']);
    expect(end).toEqual({ kind: 'done' });
    expect(state.mapi?.metadata.annotations?.[key]).toBe('a');
    expect(settle(state).writes).toEqual([]);

    const after = settle({ ...state, autoscalers: [] });
    expect(after.writes).toEqual(['patch mapi']);
    expect(after.state.mapi?.metadata.annotations).not.toHaveProperty([key]);
  },
);

test('the mirror and its template do not say it: they are told by the object that they mirror', () => {
  const { state } = settle(stateOf(aws, { mapi: mapiSet('MachineAPI'), autoscalers: [autoscaler('a')] }));
  expect(state.mapi?.metadata.annotations?.[key]).toBe('a');
  expect(JSON.stringify([state.capi, state.templates])).not.toContain('autoscaled-by');
});

test('a mirror in Machine API keeps it, whatever Cluster API says', () => {
  const { state } = settle(stateOf(aws, { mapi: mapiSet('ClusterAPI'), autoscalers: [autoscaler('a')] }));
  const { capi } = state;
  if (capi === undefined) return expect.fail('the set is there');
  const annotations = { ...capi.metadata.annotations, [key]: 'another', colour: 'red' };
  const changed = settle({ ...state, capi: { ...capi, metadata: { ...capi.metadata, annotations } } });
  expect(asObject(changed.state.mapi?.metadata.annotations)).toMatchObject({ [key]: 'a', colour: 'red' });
});

test('a set that cannot be mirrored says it as well: its migration may be asked for when it can', () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }];
  const { writes } = settle(
    stateOf(aws, { mapi: mapiSet('MachineAPI', { ownerReferences }), autoscalers: [autoscaler('a')] }),
  );
  expect(writes[0]).toBe('patch mapi');
});

test.each(['Migrating', ''])('while status.authoritativeAPI is %j nothing is written, not even this', (authority) => {
  const state = stateOf(aws, { mapi: mapiSet(authority, noted('gone')), autoscalers: [autoscaler('a')] });
  expect(settle(state)).toMatchObject({ writes: [], end: { kind: 'wait' } });
});

test('a set that is going is let go, and nothing else is written to it', () => {
  const mapi = mapiSet('MachineAPI', { ...going, finalizers: ['sync.machine.openshift.io/finalizer'] });
  const capi = objectOf(aws.capiSet()[0], { uid: 'capi', ...marksOf('MachineAPI') });
  const { writes } = settle(stateOf(aws, { mapi, capi, autoscalers: [autoscaler('a')] }));
  expect(writes[0]).toBe('delete capi');
});
