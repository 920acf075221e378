import { createHash } from 'node:crypto';
import { isNotFound } from '../client/api-error.ts';
import type { KubeClient } from '../client/client.ts';
import type { KubeObject } from '../client/object.ts';
import type { Clock } from '../clock.ts';

/** Something that happened to an object, for whoever describes it. */
export interface Happening {
  readonly object: KubeObject;
  readonly type: 'Normal' | 'Warning';
  /** One word in CamelCase: what scripts and alerts go by. */
  readonly reason: string;
  /** What the controller was doing, one word. */
  readonly action: string;
  /** A sentence; cut at 1024 bytes, the API server's limit. */
  readonly note: string;
}

/** Writes events of events.k8s.io/v1. Losing one is no failure: nothing waits for it, and nothing is retried for long. */
export interface Recorder {
  record(happening: Happening): void;
  /** Resolves when what was recorded so far has been sent or given up. */
  flush(): Promise<void>;
}

/** What a recorder needs. */
export interface RecorderOptions {
  readonly client: KubeClient;
  /** Who reports, such as `capstan.openshift.io/machine-sync`. */
  readonly controller: string;
  /** Which process: the pod's name. */
  readonly instance: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onTrouble?: (error: unknown) => void;
}

/** An event of the same words within so long is the same one again, counted in its series; as client-go (6 minutes). */
const seriesMs = 360_000;
/** So many events of one object in a burst, then one every so often: client-go's spam filter. */
const burst = 25;
const refillMs = 300_000;
const noteBytes = 1024;
/** So many events wait to be sent; more are dropped. An API server that hangs must not fill our memory. */
const mostWaiting = 1000;

interface Known {
  readonly name: string;
  readonly namespace: string;
  count: number;
  last: number;
}

/** Makes one. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { client, controller, instance, clock, signal, onTrouble } = options;
  const known = new Map<string, Known>();
  const tokens = new Map<string, { left: number; at: number }>();
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;

  /** A token bucket an object: a controller that goes in circles must not fill etcd with events. */
  const isAllowed = (uid: string): boolean => {
    const now = clock.monotonic();
    const bucket = tokens.get(uid) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (now - bucket.at) / refillMs);
    tokens.set(uid, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  };

  const forget = (): void => {
    const now = clock.monotonic();
    for (const [key, { last }] of known) if (now - last > seriesMs) known.delete(key);
    for (const [uid, { at }] of tokens) if (now - at > refillMs * burst) tokens.delete(uid);
  };

  const time = (): string => clock.now().toISOString().replace('Z', '000Z');

  const create = async (happening: Happening, key: string): Promise<void> => {
    const { apiVersion, kind, metadata } = happening.object;
    const { name, namespace = 'default', uid = '', resourceVersion = '' } = metadata;
    const stamp = createHash('sha256').update(`${key}|${time()}|${instance}`).digest('hex').slice(0, 16);
    const event = {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      // Events of objects without a namespace stand in `default`.
      metadata: { name: `${name.slice(0, 200).replace(/[-.]+$/, '')}.${stamp}`, namespace },
      eventTime: time(),
      type: happening.type,
      reason: happening.reason,
      action: happening.action,
      note: cut(happening.note),
      regarding: { apiVersion, kind, name, uid, resourceVersion, ...(metadata.namespace && { namespace }) },
      reportingController: controller,
      reportingInstance: instance.slice(0, 128),
    };
    await client.create(event, { signal });
    known.set(key, { name: event.metadata.name, namespace, count: 1, last: clock.monotonic() });
  };

  const send = async (happening: Happening): Promise<void> => {
    forget();
    const { object, type, reason, note } = happening;
    const uid = object.metadata.uid ?? `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`;
    const key = [uid, type, reason, note].join('|');
    const before = known.get(key);
    if (!isAllowed(uid)) return;
    if (before === undefined) return create(happening, key);
    before.count += 1;
    before.last = clock.monotonic();
    const ref = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: before.namespace, name: before.name };
    const series = { count: before.count, lastObservedTime: time() };
    await client.mergePatch(ref, { series }, { signal }).catch((error: unknown) => {
      // Events are deleted after an hour.
      if (isNotFound(error)) return create(happening, key);
      throw error;
    });
  };

  return {
    record(happening) {
      if (waiting >= mostWaiting) return;
      waiting += 1;
      // One after the other, so that the second of two equal ones finds the first.
      queue = queue
        .then(() => send(happening))
        .catch((error: unknown) => onTrouble?.(error))
        .finally(() => {
          waiting -= 1;
        });
    },
    flush: () => queue,
  };
}

/** At most so many bytes of UTF-8, with no character cut in two. */
function cut(note: string): string {
  const bytes = new TextEncoder().encode(note);
  if (bytes.length <= noteBytes) return note;
  const text = new TextDecoder().decode(bytes.subarray(0, noteBytes - 3));
  return `${text.replace(/\u{fffd}$/u, '')}...`;
}
