import { ApiError, type KubeObject } from '@capstan/kube';
import { apply } from '../engine/apply.ts';
import type { Decision } from '../engine/decision.ts';
import type { PassEnd, PassTools } from '../engine/run-pass.ts';

/** A pass whose every decision is taken on what the server has at that moment. */
export interface LivePass<S, Slot extends string> {
  /** Reads all that the decision is about. */
  look(signal: AbortSignal): Promise<S>;
  decide(state: S): Decision<Slot>;
  /** The object that notices are about. */
  subject(state: S): KubeObject | undefined;
  /** Told of each write that was made. */
  onWritten?(state: S, decision: Extract<Decision<Slot>, { kind: 'write' }>): void;
}

/** A pass that takes more writes goes in circles, which is a bug. */
const mostWrites = 40;

/**
 * Reads, decides and writes until there is nothing to do or another's turn. An acknowledgement of long ago could be taken for one of
 * now, so nothing is kept from one decision to the next. Throws as `apply` does; a refusal is told on the object first.
 */
export async function runLivePass<S, Slot extends string>(pass: LivePass<S, Slot>, tools: PassTools): Promise<PassEnd> {
  for (let writes = 0; writes <= mostWrites; writes++) {
    const state = await pass.look(tools.signal);
    const decision = pass.decide(state);
    const subject = pass.subject(state);
    if (decision.kind !== 'write') return endOf(decision, writes, subject, tools);
    const { write, checks = [], notices = [] } = decision;
    try {
      await apply(tools.applier, write, checks, tools.signal);
    } catch (error) {
      if (error instanceof ApiError && subject !== undefined && [400, 403, 422].includes(error.status)) {
        tools.notify(subject, { type: 'Warning', reason: 'MigrationRefused', message: error.message });
      }
      throw error;
    }
    pass.onWritten?.(state, decision);
    if (subject !== undefined) for (const notice of notices) tools.notify(subject, notice);
  }
  throw new Error(`no end after ${mostWrites} writes: a bug`);
}

/** How a pass ends with a decision to write nothing, which is told where it is to be told. */
export function endOf(
  decision: Exclude<Decision<string>, { kind: 'write' }>,
  writes: number,
  subject: KubeObject | undefined,
  { notify }: Pick<PassTools, 'notify'>,
): PassEnd {
  if (decision.kind === 'done') return { kind: 'done', writes };
  if (decision.kind === 'failed') return { kind: 'wait', for: decision.failure.message };
  const { notice, recheckMs } = decision;
  if (notice !== undefined && subject !== undefined) notify(subject, notice);
  return { kind: 'wait', for: decision.for, ...(recheckMs !== undefined && { recheckMs }) };
}
