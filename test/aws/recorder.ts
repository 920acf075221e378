import { createInformer, type KubeClient, type KubeObject, systemClock } from '@capstan/kube';
import { type MachineObjects, whoMayAct } from '@capstan/operator/testing';

type Slot = keyof MachineObjects;

/** What was seen of a machine, in the order in which it was stored. */
interface Seen {
  readonly revision: number;
  readonly slot: Slot;
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/** Writes down every state of every Machine, on all three of its objects. */
export interface StateRecorder {
  /**
   * The moments in which both APIs might act on a machine, and how many states were looked at. All objects are in one etcd, so the
   * order of their versions is the order in which they came to be.
   */
  bothActed(): { readonly moments: readonly string[]; readonly states: number };
  stop(): Promise<void>;
}

/** Starts it; resolves when it sees all that there is. */
export async function recordStates(
  client: KubeClient,
  targets: Readonly<Record<Slot, string>>,
): Promise<StateRecorder> {
  const seen: Seen[] = [];
  const stopping = new AbortController();
  const informers = Object.entries(targets).map(([slot, path]) => {
    const informer = createInformer({
      transport: client.transport,
      target: { path, apiVersion: '', kind: '' },
      indices: {},
      clock: systemClock,
      random: Math.random,
    });
    informer.follow(({ before, after }) => {
      const object = after ?? before;
      const { name, resourceVersion } = object.metadata;
      if (slot === 'mapi' || slot === 'capi' || slot === 'infra')
        seen.push({ revision: Number(resourceVersion), slot, name, object: after });
    });
    return informer;
  });
  const running = informers.map((informer) => informer.run(stopping.signal));
  await Promise.all(informers.map((informer) => informer.synced(stopping.signal)));
  return {
    bothActed() {
      const machines = new Map<string, MachineObjects>();
      const moments: string[] = [];
      for (const { revision, slot, name, object } of seen.toSorted((a, b) => a.revision - b.revision)) {
        const before = machines.get(name) ?? { mapi: undefined, capi: undefined, infra: undefined };
        const now = { ...before, [slot]: object };
        machines.set(name, now);
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
