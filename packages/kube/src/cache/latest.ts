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
  /** To be called before a write, and what it gives after it: with the object that the API server gave back, if it did. */
  writing(key: string): (object: KubeObject | undefined) => void;
  /** What was written to an object is no longer taken for the latest: the API server has said so. */
  forget(key: string): void;
  /** As the informer's, with what is an echo marked. Returns how to stop. */
  follow(follower: (told: Told) => void): () => void;
}

/** After so long a write counts as come back: a new list may have skipped it. */
const longestMs = 30_000;

/** Makes the view. To be made before the informer runs. Versions are only compared for equality, as they are opaque. */
export function createLatest<I extends string>(informer: Informer<I>, clock: Clock): Latest {
  const written = new Map<string, { readonly object: KubeObject; readonly at: number }>();
  /** Versions that came through the watch while a write was under way, and uids that went: its echo can be quicker than its answer. */
  const underWay = new Map<string, { readonly versions: Set<string>; readonly gone: Set<string> }>();
  const echoes = new WeakSet<Change>();
  informer.follow((change) => {
    const object = change.after ?? change.before;
    const key = keyOf(object);
    const during = underWay.get(key);
    if (change.type === 'deleted') during?.gone.add(object.metadata.uid ?? '');
    else during?.versions.add(versionOf(object));
    const pending = written.get(key);
    if (pending === undefined) return;
    const isSame = versionOf(pending.object) === versionOf(object);
    if (change.type === 'deleted' ? pending.object.metadata.uid === object.metadata.uid : isSame) written.delete(key);
    if (change.type !== 'deleted' && isSame) echoes.add(change);
  });
  return {
    get(key) {
      const pending = written.get(key);
      if (pending === undefined) return informer.store.get(key);
      if (clock.monotonic() - pending.at < longestMs) return pending.object;
      written.delete(key);
      return informer.store.get(key);
    },
    writing(key) {
      const before = informer.store.get(key);
      const seen = { versions: new Set(before === undefined ? [] : [versionOf(before)]), gone: new Set<string>() };
      underWay.set(key, seen);
      return (object) => {
        if (underWay.get(key) === seen) underWay.delete(key);
        // A write that changed nothing has no echo, one whose echo is there already has had it, and the last finalizer's ends it.
        if (object === undefined || seen.versions.has(versionOf(object))) return;
        if (!seen.gone.has(object.metadata.uid ?? '')) written.set(key, { object, at: clock.monotonic() });
      };
    },
    forget: (key) => void written.delete(key),
    follow: (follower) => informer.follow((change) => follower({ ...change, isOwn: echoes.has(change) })),
  };
}

function versionOf(object: KubeObject): string {
  return object.metadata.resourceVersion ?? '';
}
