import { ApiError, type KubeClient, type KubeObject, systemClock } from '@capstan/kube';
import { type MachineObjects, whoMayAct } from '@capstan/operator/testing';

type Slot = keyof MachineObjects;

/** What was seen of an object, in the order in which it was stored. */
interface Seen {
  readonly revision: number;
  readonly slot: Slot;
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/** Writes down every state of every Machine, on all three of its objects, or of every MachineSet on its two. */
export interface StateRecorder {
  /**
   * The moments in which both APIs might act on one of them, and how many states were looked at. All objects are in one etcd, so the
   * order of their versions is the order in which they came to be. Throws where a state may have been missed.
   */
  bothActed(): { readonly moments: readonly string[]; readonly states: number };
  stop(): Promise<void>;
}

/**
 * Starts it, for the collections of these paths; resolves when it has all that there is. Not an informer: that would leave states
 * out where it has to list again, and does not tell at which version an object went.
 */
export async function recordStates(
  client: KubeClient,
  targets: Readonly<Partial<Record<Slot, string>>>,
): Promise<StateRecorder> {
  const seen: Seen[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  const running: Promise<void>[] = [];
  let gap: unknown;

  const record = async (slot: Slot, path: string): Promise<void> => {
    const note = ({ type, object }: WatchedEvent): void => {
      const { name, resourceVersion } = object.metadata;
      // What is deleted comes with the version at which it went.
      seen.push({ revision: Number(resourceVersion), slot, name, object: type === 'DELETED' ? undefined : object });
    };
    const { body } = await client.transport.request({ method: 'GET', path, signal });
    const { items, metadata } = body as { items: KubeObject[]; metadata: { resourceVersion: string } };
    for (const object of items) note({ type: 'ADDED', object });
    const following = follow(client, path, metadata.resourceVersion, signal, note).catch((error: unknown) => {
      if (!signal.aborted) gap = error;
    });
    running.push(following);
  };
  const slots = (['mapi', 'capi', 'infra'] as const).flatMap((slot) => {
    const path = targets[slot];
    return path === undefined ? [] : [{ slot, path }];
  });
  await Promise.all(slots.map(({ slot, path }) => record(slot, path)));
  return {
    bothActed() {
      if (gap !== undefined) throw new Error('the record of states has a gap', { cause: gap });
      const objects = new Map<string, MachineObjects>();
      const moments: string[] = [];
      for (const { revision, slot, name, object } of seen.toSorted((a, b) => a.revision - b.revision)) {
        const before = objects.get(name) ?? { mapi: undefined, capi: undefined, infra: undefined };
        const now = { ...before, [slot]: object };
        objects.set(name, now);
        if (whoMayAct(now).length > 1) moments.push(`${name} at ${revision}, by a change of ${slot}`);
      }
      return { moments, states: seen.length };
    },
    async stop() {
      stopping.abort(new Error('the test is over'));
      await Promise.all(running);
    },
  };
}

interface WatchedEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/** Every event from a version on. A watch that ends is begun again where it was; throws where the server has lost that version. */
async function follow(
  { transport }: KubeClient,
  path: string,
  from: string,
  signal: AbortSignal,
  note: (event: WatchedEvent) => void,
): Promise<void> {
  for (let resourceVersion = from; ; ) {
    try {
      let pending = '';
      const decoder = new TextDecoder();
      for await (const chunk of transport.stream({ path, query: { watch: 'true', resourceVersion }, signal })) {
        const lines = (pending + decoder.decode(chunk, { stream: true })).split('\n');
        pending = lines.pop() ?? '';
        for (const line of lines) {
          const event = JSON.parse(line) as WatchedEvent | { readonly type: 'ERROR'; readonly object: object };
          if (event.type === 'ERROR') throw new TypeError(`${path}: ${line}`);
          note(event);
          resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        }
      }
    } catch (error) {
      if (signal.aborted || error instanceof TypeError || error instanceof ApiError) throw error;
    }
    await systemClock.sleep(50, signal);
  }
}
