import { ApiError } from '../client/api-error.ts';
import type { KubeObject } from '../client/object.ts';
import { codeOf } from '../client/send-again.ts';
import type { Transport } from '../client/transport.ts';
import { type Clock, type Random, systemClock } from '../clock.ts';
import { createBackoff, reflectorBackoff } from './backoff.ts';
import { type ListTarget, listPages } from './list-pages.ts';
import { keyOf, type StoreWriter } from './store.ts';
import { type Transform, type WatchEvent, watchEvents } from './watch-events.ts';

/** What a reflector needs. */
export interface ReflectorOptions {
  readonly transport: Transport;
  readonly target: ListTarget;
  readonly store: StoreWriter;
  readonly signal: AbortSignal;
  readonly transform?: Transform;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Told once, when the store first has all there is. */
  readonly onSynced?: () => void;
  /** Told why a list or watch ended, unless the server ended it in good order. For logs and metrics. */
  readonly onTrouble?: (error: unknown) => void;
  /** A watch on which nothing came for so long, not even a bookmark, is broken; 150 s, as the server sends one a minute. */
  readonly silenceMs?: number;
  readonly backoff?: typeof reflectorBackoff;
}

/** What is known between one list or watch and the next. */
interface Progress {
  /** Opaque: never compared, only given back. '' before the first list, and after the server has called it too old. */
  resourceVersion: string;
  /** The store has all there was at `resourceVersion`, so a watch from there goes on without a list. */
  isListed: boolean;
  /** The server streams lists (WatchList); false once it has refused to. */
  streamsLists: boolean;
}

/**
 * Keeps a store equal to a collection of the API server until `signal` is aborted; never rejects. The rules are client-go's
 * (tools/cache/reflector.go): the initial list as a watch where the server can, else in pages; bookmarks move the version on;
 * 410 means a new list; after everything else the watch goes on where it was.
 */
export async function reflect(options: ReflectorOptions): Promise<void> {
  const { signal, clock = systemClock, random = Math.random, onTrouble, backoff: times = reflectorBackoff } = options;
  const backoff = createBackoff({ clock, random, ...times });
  const progress: Progress = { resourceVersion: '', isListed: false, streamsLists: true };
  let isSynced = false;
  const synced = (): void => {
    if (!isSynced) options.onSynced?.();
    isSynced = true;
  };
  while (!signal.aborted) {
    try {
      if (!progress.isListed && !progress.streamsLists) await list(options, progress, synced);
      await watch(options, progress, synced);
    } catch (error) {
      if (signal.aborted) return;
      if (afterTrouble(error, progress) === 'now') continue;
      onTrouble?.(error);
      await clock.sleep(backoff.next(), signal).catch(() => undefined);
    }
  }
}

/** What an error means for what is known, and whether to go on at once or after a pause. */
function afterTrouble(error: unknown, progress: Progress): 'now' | 'later' {
  if (isRefusedWatchList(error, progress)) {
    progress.streamsLists = false;
    return 'now';
  }
  if (isTooOld(error)) {
    // A list from the last known version may be too old as well: then one of what etcd has.
    if (!progress.isListed) progress.resourceVersion = '';
    progress.isListed = false;
    return 'later';
  }
  const canGoOn = error instanceof ApiError ? error.status === 429 || error.status >= 500 : codeOf(error) !== '';
  // What is no answer and no connection error is an event that makes no sense: the store may have missed one.
  if (!canGoOn && !(error instanceof Silence) && !(error instanceof ShortWatch)) progress.isListed = false;
  return 'later';
}

function isRefusedWatchList(error: unknown, { isListed, streamsLists }: Progress): boolean {
  return error instanceof ApiError && !isListed && streamsLists && (error.status === 400 || error.reason === 'Invalid');
}

/** Expired, gone, or newer than what the server has: all of them ask for another version. */
function isTooOld(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const isTooNew = error.details.causes.some(({ reason }) => reason === 'ResourceVersionTooLarge');
  return error.status === 410 || error.reason === 'Expired' || error.reason === 'Gone' || isTooNew;
}

async function list(options: ReflectorOptions, progress: Progress, synced: () => void): Promise<void> {
  const { transport, target, store, signal, transform = withoutManagedFields } = options;
  // At first what the server has in its cache will do.
  const from = progress.resourceVersion === '' && !progress.isListed ? '0' : progress.resourceVersion;
  const listed = await listPages(transport, target, from, transform, signal).catch((error: unknown) => {
    if (!isTooOld(error)) throw error;
    return listPages(transport, target, '', transform, signal);
  });
  store.replace(listed.objects);
  progress.resourceVersion = listed.resourceVersion;
  progress.isListed = true;
  synced();
}

async function watch(options: ReflectorOptions, progress: Progress, synced: () => void): Promise<void> {
  const { target, store, clock = systemClock } = options;
  const started = clock.monotonic();
  // A list as a watch: its objects are kept aside until all are there, so that nobody sees half of them.
  let initial: Map<string, KubeObject> | undefined = progress.isListed ? undefined : new Map();
  let events = 0;
  for await (const event of eventsOf(options, progress)) {
    events += 1;
    if (event.type !== 'BOOKMARK') {
      if (initial === undefined) apply(store, event.type, event.object);
      else keepAside(initial, event.type, event.object);
    } else if (initial !== undefined && event.endsList) {
      store.replace([...initial.values()]);
      initial = undefined;
      progress.isListed = true;
      synced();
    }
    if (initial === undefined) progress.resourceVersion = versionOf(event);
  }
  if (initial !== undefined) throw new ShortWatch(`${target.path}: the watch ended before the list was complete`);
  // A server that hangs up at once would be asked without end.
  if (events === 0 && clock.monotonic() - started < 1000)
    throw new ShortWatch(`${target.path}: the watch ended at once`);
}

function apply(store: StoreWriter, type: ObjectEvent['type'], object: KubeObject): void {
  if (type === 'DELETED') store.remove(object);
  else store.put(object);
}

function keepAside(aside: Map<string, KubeObject>, type: ObjectEvent['type'], object: KubeObject): void {
  if (type === 'DELETED') aside.delete(keyOf(object));
  else aside.set(keyOf(object), object);
}

type ObjectEvent = Exclude<WatchEvent, { readonly type: 'BOOKMARK' }>;

function versionOf(event: WatchEvent): string {
  return event.type === 'BOOKMARK' ? event.resourceVersion : (event.object.metadata.resourceVersion ?? '');
}

/** The events of one watch. Ends when the server ends it; throws `Silence` where nothing came for too long. */
async function* eventsOf(options: ReflectorOptions, progress: Progress): AsyncGenerator<WatchEvent> {
  const { transport, target, signal, random = Math.random, silenceMs = 150_000 } = options;
  const { transform = withoutManagedFields } = options;
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Silence(`${target.path}: nothing came for ${silenceMs} ms`)),
    silenceMs,
  );
  try {
    const bytes = transport.stream({
      path: target.path,
      query: {
        watch: 'true',
        labelSelector: target.labelSelector,
        fieldSelector: target.fieldSelector,
        allowWatchBookmarks: 'true',
        // As client-go: five to ten minutes, so that the watches of many clients do not end together.
        timeoutSeconds: String(Math.floor(300 * (1 + random()))),
        resourceVersion: progress.resourceVersion,
        ...(!progress.isListed && { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    for await (const event of watchEvents(bytes, target.path, transform)) {
      timer.refresh();
      yield event;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A connection on which nothing comes: the other end may be gone without having said so. */
class Silence extends Error {}

/** A watch that the server ended too early to be in good order. */
class ShortWatch extends Error {}

/** Who wrote which field is a third of an object's size, and no controller of ours reads it. */
function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
