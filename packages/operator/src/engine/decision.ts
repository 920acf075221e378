import type { KubeObject } from '@capstan/kube';
import type { Authority } from '../names.ts';

/** A write, as data. It is made against the version that was read, so that nothing that came between is lost. */
export type Write =
  | { readonly verb: 'create'; readonly object: KubeObject }
  | {
      readonly verb: 'patch';
      readonly of: KubeObject;
      readonly patch: Readonly<Record<string, unknown>>;
      readonly subresource?: 'status';
    }
  | { readonly verb: 'delete'; readonly of: KubeObject; readonly propagation?: 'Background' | 'Orphan' };

/** What a live look must show before a write that can't be taken back: a cache may be behind, and a machine would be lost. */
export type Check =
  /** There, and not going; where a uid is given, that very object. */
  | { readonly kind: 'alive'; readonly of: ObjectName; readonly uid?: string }
  /** Objects of the kind can be made: it is not on its way out with all of them. */
  | { readonly kind: 'served'; readonly of: Pick<ObjectName, 'apiVersion' | 'kind'> }
  | { readonly kind: 'absent'; readonly of: ObjectName }
  /** The Machine API object still says that this API acts: what un-pauses or pauses another must not go by an old cache. */
  | { readonly kind: 'authority'; readonly of: ObjectName; readonly is: Authority };

/** An object by name. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for what has none. */
  readonly namespace?: string;
  readonly name: string;
}

/** Something to tell whoever describes the object. */
export interface Notice {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Why an object cannot be synchronized, in the words of its Synchronized condition. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  /** True where trying again may help although no input changed. */
  readonly transient: boolean;
}

/**
 * What to do next with a pair. One write at a time: what follows is decided on what the server made of it, so a controller that
 * is killed between two of them goes on where it was.
 */
export type Decision<Slot extends string> =
  | {
      readonly kind: 'write';
      /** Whose place in the state the result takes. */
      readonly slot: Slot;
      readonly write: Write;
      readonly checks?: readonly Check[];
      /** The reason to report where the server refuses. */
      readonly refusal: string;
      readonly notices?: readonly Notice[];
    }
  /** Both halves are as they should be. */
  | { readonly kind: 'done' }
  /** Another's turn; the event of what they do brings us back, or `recheckMs` where their silence would be news. */
  | { readonly kind: 'wait'; readonly for: string; readonly notice?: Notice; readonly recheckMs?: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly notice?: Notice };

/** The ways to decide about one kind of pair. */
export interface Decisions<Slot extends string> {
  write(
    slot: Slot,
    write: Write,
    more?: { readonly checks?: readonly Check[]; readonly notices?: readonly Notice[] },
  ): Decision<Slot>;
  /** Nothing to do before another has done something. */
  wait(reason: string, notice?: Notice): Decision<Slot>;
  /** Cannot be done until an input changes. */
  failed(reason: string, message: string): Decision<Slot>;
}

/** Makes them; `refusals` are the reasons to report where the server refuses a write. */
export function decisionsOf<Slot extends string>(
  refusals: {
    readonly [S in Slot]: { readonly create: string; readonly other: string };
  },
): Decisions<Slot> {
  return {
    write(slot, write, more = {}) {
      const refusal = write.verb === 'create' ? refusals[slot].create : refusals[slot].other;
      return { kind: 'write', slot, write, refusal, ...more };
    },
    wait: (reason, notice) => ({ kind: 'wait', for: reason, ...(notice !== undefined && { notice }) }),
    failed: (reason, message) => ({ kind: 'failed', failure: { reason, message, transient: false } }),
  };
}
