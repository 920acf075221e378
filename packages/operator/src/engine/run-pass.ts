import { ApiError, type KubeObject, TerminalError } from '@capstan/kube';
import { type Applier, apply } from './apply.ts';
import type { Decision, Failure, Notice, Write } from './decision.ts';

/** What a pass is about: how to see a pair, to decide about it, and to say what is wrong with it. */
export interface Pass<S, Slot extends string> {
  gather(): S;
  decide(state: S): Decision<Slot>;
  /** The state after a write: `of` is what was written, `result` what it is now. */
  place(state: S, slot: Slot, of: KubeObject, result: KubeObject | undefined): S;
  /** How to say a failure where users look for it: by a write; it may be said already, or there is nowhere to say it. */
  report(state: S, failure: Failure): Write | 'said' | 'nowhere';
  /** Another way where the server refuses a write for what it says; undefined where there is none. */
  refused?(state: S, decision: Decision<Slot>, error: ApiError): S | undefined;
  /** The object that a notice is about. */
  subject(state: S): KubeObject | undefined;
}

/** Around a pass. */
export interface PassTools {
  readonly applier: Applier;
  readonly signal: AbortSignal;
  notify(object: KubeObject, notice: Notice): void;
  debug(fields: object, message: string): void;
}

/** How a pass ended. */
export type PassEnd =
  | { readonly kind: 'done'; readonly writes: number }
  | { readonly kind: 'wait'; readonly for: string; readonly recheckMs?: number };

/** A pass that takes more writes goes in circles, which is a bug. */
const mostWrites = 40;

/**
 * Decides and writes until nothing is left to do. Throws `TerminalError` for what only a change of an input can mend, after it was
 * reported; everything else that it throws may go better next time.
 */
export async function runPass<S, Slot extends string>(pass: Pass<S, Slot>, tools: PassTools): Promise<PassEnd> {
  let state = pass.gather();
  for (let writes = 0; writes <= mostWrites; writes++) {
    const decision = pass.decide(state);
    if (decision.kind === 'done') return { kind: 'done', writes };
    if (decision.kind === 'wait') {
      const subject = pass.subject(state);
      if (decision.notice !== undefined && subject !== undefined) tools.notify(subject, decision.notice);
      return { kind: 'wait', for: decision.for };
    }
    if (decision.kind === 'failed') return fail(pass, state, decision.failure, tools);
    state = await step(pass, state, decision, tools);
  }
  throw new Error(`no end after ${mostWrites} writes: a bug`);
}

async function step<S, Slot extends string>(
  pass: Pass<S, Slot>,
  state: S,
  decision: Extract<Decision<Slot>, { kind: 'write' }>,
  tools: PassTools,
): Promise<S> {
  const { slot, write, checks = [], notices = [] } = decision;
  const of = write.verb === 'create' ? write.object : write.of;
  try {
    const result = await apply(tools.applier, write, checks, tools.signal);
    const { kind, metadata } = of;
    tools.debug({ verb: write.verb, kind, name: metadata.name }, 'written');
    const next = pass.place(state, slot, of, result);
    const subject = pass.subject(next);
    if (subject !== undefined) for (const notice of notices) tools.notify(subject, notice);
    return next;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const other = pass.refused?.(state, decision, error);
    if (other !== undefined) return other;
    const { status, message } = error;
    // The server understood and says no; anything else passes.
    if (status !== 400 && status !== 403 && status !== 422) throw error;
    return fail(pass, state, { reason: decision.refusal, message, transient: status === 403 }, tools);
  }
}

/** Says what is wrong, then throws it. */
async function fail<S, Slot extends string>(
  pass: Pass<S, Slot>,
  state: S,
  failure: Failure,
  tools: PassTools,
): Promise<never> {
  const report = pass.report(state, failure);
  const { reason, message, transient } = failure;
  if (report === 'nowhere') {
    const subject = pass.subject(state);
    const word = transient ? 'SynchronizationWarning' : 'SynchronizationError';
    if (subject !== undefined) tools.notify(subject, { type: 'Warning', reason: word, message });
  } else if (report !== 'said') await apply(tools.applier, report, [], tools.signal);
  if (failure.transient) throw new Error(`${reason}: ${message}`);
  throw new TerminalError(`${reason}: ${message}`);
}
