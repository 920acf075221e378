import type { KubeObject } from '@capstan/kube';
import { expect, it } from 'vitest';
import { isCollected, ownersAlive } from './alive.ts';

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

it('a deletion is passed on only after a live look at every owner, by uid: a cache may not know yet that a set went', () => {
  expect(ownersAlive(owned('u', 'v'))).toMatchObject([
    { kind: 'alive', uid: 'u', of: { kind: 'MachineSet', namespace: 'n', name: 'workers' } },
    { kind: 'alive', uid: 'v' },
  ]);
});
