import type { KubeObject } from '@capstan/kube';
import { afterWrite as afterWriteAt, deleted as deletedAt } from '../engine/after-write.ts';
import type { Decision, Write } from '../engine/decision.ts';

const now = '2026-11-25T12:00:01Z';

/** How a pass over a state would end if the API server did what it is asked, and what it would be asked. */
export interface Played<S> {
  readonly writes: readonly string[];
  readonly state: S;
  readonly end: { readonly kind: string; readonly [field: string]: unknown };
}

/** Decides and makes the writes in the state until nothing is left to do, or until `most` of them are made. */
export function play<S extends object, Slot extends string & keyof S>(
  decide: (state: S) => Decision<Slot>,
  from: S,
  most = 40,
): Played<S> {
  const writes: string[] = [];
  let state = from;
  for (;;) {
    const decision = decide(state);
    if (decision.kind !== 'write') return { writes, state, end: decision };
    if (writes.length === most) return { writes, state, end: decision };
    const { slot, write } = decision;
    writes.push(`${write.verb} ${slot}${write.verb === 'patch' && write.subresource ? ' status' : ''}`);
    state = { ...state, [slot]: afterWrite(write, `${slot}-uid-${writes.length}`) };
  }
}

/** What a write leaves of an object, as the API server keeps the books; undefined where it is gone. */
export function afterWrite(write: Write, uid: string): KubeObject | undefined {
  return afterWriteAt(write, uid, now);
}

/** An object after somebody's DELETE; undefined where nothing held it. */
export function deleted(object: KubeObject): KubeObject | undefined {
  return deletedAt(object, now);
}

/** An object after its controller has let go of it; undefined where it was going and nothing else holds it. */
export function released(object: KubeObject | undefined, finalizer: string): KubeObject | undefined {
  if (object === undefined) return undefined;
  const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  return afterWrite({ verb: 'patch', of: object, patch: { metadata: { finalizers } } }, '');
}
