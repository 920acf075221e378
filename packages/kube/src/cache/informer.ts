import type { Transport } from '../client/transport.ts';
import type { ListTarget } from './list-pages.ts';
import { type ReflectorOptions, reflect } from './reflector.ts';
import { type Change, createStore, type IndexFunction, type Store, type StoreWriter } from './store.ts';

/** One resource's objects, kept equal to the server's, for any number of readers. */
export interface Informer<I extends string> {
  readonly store: Store<I>;
  /** Tells of each change from now on; what is in the store already is told of as added. Returns how to stop. */
  follow(follower: (change: Change) => void): () => void;
  /** Tells before each new list: it may skip versions that a watch would have told of. */
  onList(follower: () => void): void;
  /** Resolves when the store first has all there is. Rejects with the signal's reason when aborted before. */
  synced(signal: AbortSignal): Promise<void>;
  /** Watches until `signal` is aborted. To be called once; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What an informer needs. */
export interface InformerOptions<I extends string>
  extends Pick<ReflectorOptions, 'transform' | 'clock' | 'random' | 'onTrouble' | 'silenceMs' | 'backoff'> {
  readonly transport: Transport;
  readonly target: ListTarget;
  readonly indices: { readonly [Name in I]: IndexFunction };
  /** Told what a follower threw: that is a bug, and neither the cache nor other followers suffer from it. */
  readonly onFollowerError?: (error: unknown) => void;
}

/** Makes one; nothing is asked of the server before `run`. */
export function createInformer<I extends string>(options: InformerOptions<I>): Informer<I> {
  const followers = new Set<(change: Change) => void>();
  const store = createStore(options.indices, (change) => {
    for (const follower of followers) {
      try {
        follower(change);
      } catch (error) {
        // Thrown on, it would end the watch, and the change would never be told again.
        options.onFollowerError?.(error);
      }
    }
  });
  const sync = Promise.withResolvers<void>();
  const listFollowers: (() => void)[] = [];
  const writer: StoreWriter = {
    put: store.put,
    remove: store.remove,
    replace(objects) {
      for (const follower of listFollowers) follower();
      store.replace(objects);
    },
  };
  return {
    store,
    onList: (follower) => void listFollowers.push(follower),
    follow(follower) {
      for (const after of store.list()) follower({ type: 'added', after });
      followers.add(follower);
      return () => void followers.delete(follower);
    },
    synced: (signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => reject(signal.reason);
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        sync.promise.then(() => {
          signal.removeEventListener('abort', stop);
          resolve();
        }, reject);
      }),
    run: (signal) => reflect({ ...options, store: writer, signal, onSynced: () => sync.resolve() }),
  };
}
