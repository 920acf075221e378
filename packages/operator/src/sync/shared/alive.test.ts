import type { KubeObject } from '@capstan/kube';
import { expect, it } from 'vitest';
import { isCollected, meantAlone } from './alive.ts';

const owner = (uid: string, metadata = {}): KubeObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'MachineSet',
  metadata: { name: 'workers', namespace: 'n', uid, ...metadata },
});
const owned = (...uids: string[]): KubeObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Machine',
  metadata: {
    name: 'a',
    namespace: 'n',
    ownerReferences: uids.map((uid) => ({
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'MachineSet',
      name: 'workers',
      uid,
    })),
  },
});

it.each([
  ['nothing owns it: somebody wanted it to go', owned(), [], false],
  ['its owner is there: somebody wanted it to go', owned('u'), [owner('u')], false],
  ['its owner is gone', owned('u'), [undefined], true],
  ['another has taken the name of its owner', owned('u'), [owner('new')], true],
  ['its owner is going', owned('u'), [owner('u', { deletionTimestamp: 't' })], true],
])('%s', (_, object, known, expected) => {
  expect(isCollected(object, known)).toBe(expected);
});

it('a deletion is passed on only after a live look at the kind, the namespace and every owner: all of them take objects along', () => {
  expect(meantAlone(owned('u', 'v'))).toMatchObject([
    { kind: 'served', of: { kind: 'Machine' } },
    { kind: 'alive', of: { kind: 'Namespace', name: 'n' } },
    { kind: 'alive', uid: 'u', of: { kind: 'MachineSet', namespace: 'n', name: 'workers' } },
    { kind: 'alive', uid: 'v' },
  ]);
});
