import { expect, it } from 'vitest';
import type { KubeObject } from '../client/object.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import type { Informer } from './informer.ts';
import { createLatest } from './latest.ts';
import { type Change, createStore } from './store.ts';

const object = (version: string, uid = 'u'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'n', uid, resourceVersion: version },
});

function setUp() {
  const lists: (() => void)[] = [];
  const followers: ((change: Change) => void)[] = [];
  const store = createStore({}, (change) => {
    for (const follower of followers) follower(change);
  });
  const informer: Informer<never> = {
    store,
    follow(follower) {
      followers.push(follower);
      return () => undefined;
    },
    onList: (follower) => void lists.push(follower),
    synced: async () => undefined,
    run: async () => undefined,
  };
  const clock = createFakeClock();
  const latest = createLatest(informer, clock);
  const told: string[] = [];
  latest.follow(({ type, isOwn }) => told.push(isOwn ? `own ${type}` : type));
  const version = () => latest.get('n/a')?.metadata.resourceVersion;
  /** A new list, as after an expired watch. */
  const list = (...objects: readonly KubeObject[]): void => {
    for (const follower of lists) follower();
    store.replace(objects);
  };
  return { store, latest, clock, told, version, list };
}

it('a write is seen at once, and its echo is known as one: else a controller would write again what it wrote', () => {
  const { store, latest, told, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('2'));
  expect(version()).toBe('2');
  store.put(object('2'));
  expect(version()).toBe('2');
  store.put(object('3'));
  expect(version()).toBe('3');
  expect(told).toEqual(['added', 'own updated', 'updated']);
});

it('a write that others have to act on is seen at once as well, and its echo is told as any change', () => {
  const { store, latest, told, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a', 'told')(object('2'));
  expect(version()).toBe('2');
  store.put(object('2'));
  expect(told).toEqual(['added', 'updated']);
});

it('what came before the write in the watch does not hide it', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('3'));
  store.put(object('2'));
  expect(version()).toBe('3');
});

it('an echo that is quicker than the answer leaves the watch in charge: a change right after it is not missed', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  const landed = latest.writing('n/a');
  store.put(object('2'));
  store.put(object('3'));
  landed(object('2'));
  expect(version()).toBe('3');
});

it('a write that changed nothing waits for no echo', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('1'));
  store.put(object('2'));
  expect(version()).toBe('2');
});

it('an object that is gone is gone, also when its last write never came back', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('2'));
  store.remove(object('1'));
  expect(version()).toBeUndefined();
});

it('an object that went by its last write is gone, also when the watch says so first: else its name is taken for half a minute', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  const landed = latest.writing('n/a');
  store.remove(object('2'));
  landed(object('2'));
  expect(version()).toBeUndefined();
});

it('a write whose echo was skipped, or that the server denies, does not hide the watch for good', async () => {
  const { store, latest, clock, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('2'));
  store.put(object('4'));
  expect(version()).toBe('2');
  await clock.advance(30_000);
  expect(version()).toBe('4');
  latest.writing('n/a')(object('5'));
  latest.forget('n/a');
  expect(version()).toBe('4');
});

it('an object that a write was the end of is gone at once: the answer has the version from before, and nobody deletes it twice', () => {
  const { store, latest, version, told } = setUp();
  store.put(object('1'));
  latest.writing('n/a')('gone');
  expect(version()).toBeUndefined();
  store.remove(object('1'));
  store.put(object('3', 'another'));
  expect(version()).toBe('3');
  expect(told).toEqual(['added', 'deleted', 'added']);
});

it('an end that is quicker than the answer to its write is not undone by it', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  const landed = latest.writing('n/a');
  store.remove(object('1'));
  landed(object('2'));
  expect(version()).toBeUndefined();
  store.put(object('3', 'another'));
  expect(version()).toBe('3');
});

it('one of the same name is seen also when the end of the first was skipped', () => {
  const { store, latest, version } = setUp();
  store.put(object('1'));
  latest.writing('n/a')('gone');
  store.put(object('3', 'another'));
  expect(version()).toBe('3');
});

it('a new list that skips the echo of a write is not hidden by it: a change of a user would be missed for good', () => {
  const { store, latest, told, version, list } = setUp();
  store.put(object('1'));
  latest.writing('n/a')(object('2'));
  const landed = latest.writing('n/a');
  list(object('5'));
  expect(version()).toBe('5');
  expect(told.at(-1)).toBe('updated');
  landed(object('4'));
  expect(version()).toBe('5');
});
