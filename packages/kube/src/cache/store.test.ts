import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../client/object.ts';
import { type Change, createStore } from './store.ts';

const object = (name: string, owner: string, more: { uid?: string; version?: string } = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n', uid: more.uid ?? `uid-${name}`, resourceVersion: more.version ?? '1' },
  data: { owner },
});

function made() {
  const changes: Change[] = [];
  const owner = ({ data }: KubeObject) => [(data as { owner: string }).owner];
  const store = createStore({ owner }, (change) => changes.push(change));
  return {
    store,
    told: () => changes.splice(0).map(({ type, before, after }) => `${type} ${(after ?? before).metadata.name}`),
    owned: (by: string) => store.byIndex('owner', by).map(({ metadata }) => metadata.name),
  };
}

describe('a store', () => {
  it('tells of what is added, changed and deleted, and of nothing that is the same', () => {
    const { store, told } = made();
    store.put(object('a', 'x'));
    store.put(object('a', 'x'));
    store.put(object('a', 'y', { version: '2' }));
    store.remove(object('a', 'y'));
    store.remove(object('a', 'y'));
    expect(told()).toEqual(['added a', 'updated a', 'deleted a']);
  });

  it('tells of another object under the same name as a deletion and an addition: its finalizers are gone', () => {
    const { store, told } = made();
    store.put(object('a', 'x'));
    store.put(object('a', 'x', { uid: 'other', version: '9' }));
    expect(told()).toEqual(['added a', 'deleted a', 'added a']);
    expect(store.size).toBe(1);
  });

  it('finds by index what is there now, not what was', () => {
    const { store, owned } = made();
    store.put(object('a', 'x'));
    store.put(object('b', 'x'));
    store.put(object('a', 'y', { version: '2' }));
    expect(owned('x')).toEqual(['b']);
    expect(owned('y')).toEqual(['a']);
    store.remove(object('b', 'x'));
    expect(owned('x')).toEqual([]);
  });

  it('becomes a new list, telling only of the differences', () => {
    const { store, told, owned } = made();
    store.replace([object('a', 'x'), object('b', 'x'), object('c', 'x')]);
    told();
    store.replace([object('a', 'x'), object('b', 'y', { version: '2' }), object('d', 'x')]);
    expect(told().sort()).toEqual(['added d', 'deleted c', 'updated b']);
    expect(owned('x').sort()).toEqual(['a', 'd']);
  });
});
