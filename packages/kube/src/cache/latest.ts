import type { KubeObject } from '../client/object.ts';
import type { Clock } from '../clock.ts';
import type { Informer } from './informer.ts';
import { type Change, keyOf } from './store.ts';

/** A change, and whether it is the echo of a write of our own, of which nobody has to be told. */
export type Told = Change & { readonly isOwn: boolean };

/**
 * An informer's objects as last seen or last written, whichever is later: a controller that looks again before its own write
 * has come back through the watch must not write it again, or into a conflict.
 */
export interface Latest {
  get(key: string): KubeObject | undefined;
  /**
   * To be called before a write, and what it gives after it: with the object that the API server gave back, if it did, or with
   * `gone` where the write was the end of it. That answer has the version from before, so it does not show. The echo of a write that is
   * `told` is not marked: others in this process have to act on it.
   */
  writing(key: string, echo?: 'own' | 'told'): (outcome: KubeObject | 'gone' | undefined) => void;
  /** What was written to an object is no longer taken for the latest: the API server has said so. */
  forget(key: string): void;
  /** As the informer's, with what is an echo marked. Returns how to stop. */
  follow(follower: (told: Told) => void): () => void;
}

interface Written {
  readonly object: KubeObject;
  readonly at: number;
  readonly isGone?: true;
  readonly isTold: boolean;
}

/** After so long a write counts as come back, whatever has become of its echo. */
const longestMs = 30_000;

/** Makes the view. To be made before the informer runs. Versions are only compared for equality, as they are opaque. */
export function createLatest<I extends string>(informer: Informer<I>, clock: Clock): Latest {
  const written = new Map<string, Written>();
  /** Versions that came through the watch while a write was under way: its echo can be quicker than its answer. */
  const underWay = new Map<string, Set<string>>();
  const echoes = new WeakSet<Change>();
  informer.follow((change) => {
    const object = change.after ?? change.before;
    const key = keyOf(object);
    underWay.get(key)?.add(change.type === 'deleted' ? goneMark(object) : versionOf(object));
    const pending = written.get(key);
    if (pending === undefined) return;
    const isSameObject = pending.object.metadata.uid === object.metadata.uid;
    if (pending.isGone || change.type === 'deleted') {
      // The end of it has come; or, where a list has skipped that, another of its name.
      if (isSameObject === (change.type === 'deleted')) written.delete(key);
      return;
    }
    if (versionOf(pending.object) !== versionOf(object)) return;
    written.delete(key);
    if (!pending.isTold) echoes.add(change);
  });
  // A new list may skip the version of a write and give a later one: what was written must not hide that. Where the list is
  // older than the write, what is then decided is caught by the version that every write is made against.
  informer.onList(() => {
    written.clear();
    underWay.clear();
  });
  return {
    get(key) {
      const pending = written.get(key);
      if (pending === undefined) return informer.store.get(key);
      if (clock.monotonic() - pending.at < longestMs) return pending.isGone ? undefined : pending.object;
      written.delete(key);
      return informer.store.get(key);
    },
    writing(key, echo = 'own') {
      const seen = new Set<string>();
      const before = informer.store.get(key);
      if (before !== undefined) seen.add(versionOf(before));
      underWay.set(key, seen);
      return (outcome) => {
        const isListed = underWay.get(key) !== seen;
        if (isListed) return;
        underWay.delete(key);
        const object = outcome === 'gone' ? (written.get(key)?.object ?? before) : outcome;
        if (object === undefined || seen.has(goneMark(object))) return;
        const made = { object, at: clock.monotonic(), isTold: echo === 'told' };
        if (outcome === 'gone') written.set(key, { ...made, isGone: true });
        // A write that changed nothing has no echo, and one whose echo is there already has had it.
        else if (!seen.has(versionOf(object))) written.set(key, made);
      };
    },
    forget: (key) => void written.delete(key),
    follow: (follower) => informer.follow((change) => follower({ ...change, isOwn: echoes.has(change) })),
  };
}

/** That this very object has gone, whatever comes under its name. */
function goneMark({ metadata }: KubeObject): string {
  return `gone ${metadata.uid}`;
}

function versionOf(object: KubeObject): string {
  return object.metadata.resourceVersion ?? '';
}
