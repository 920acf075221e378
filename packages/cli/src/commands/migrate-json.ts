import { fullName, type Move, type MovePlan, type MoveResult, type MoveState } from '@capstan/operator';
import type { Io } from '../io.ts';
import { byOutcome } from './migrate-text.ts';
import type { ProgressView } from './migrate-view.ts';

/** One document of the stream of `-o json`; version 1. */
export function planDocument({ run, target, asked, isResumed, waves, done, staying, findings }: MovePlan) {
  return {
    version: 1,
    type: 'plan',
    run,
    to: target,
    ...('rollback' in asked && { rollback: asked.rollback }),
    resumed: isResumed,
    waves: waves.map((wave) =>
      wave.map((move) => ({
        object: fullName(move),
        ...(move.authority !== undefined && { authority: move.authority }),
        ...(move.template !== undefined && { template: move.template }),
        from: move.from,
        asked: move.isAsked,
      })),
    ),
    done: done.map(nameOf),
    staying: staying.map(nameOf),
    findings,
  };
}

/** Progress as documents, one a line. */
export function jsonView({ out }: Pick<Io, 'out'>, { waves }: Pick<MovePlan, 'waves'>): ProgressView {
  const write = (document: object): void =>
    void out.write(`${JSON.stringify({ version: 1, ...document })}\n`).catch(() => undefined);
  return {
    wave: (index) => write({ type: 'wave', wave: index + 1, of: waves.length }),
    state: (move, state) => write({ type: 'state', ...stateDocument(move, state) }),
    end() {},
  };
}

/** The last document of a run. */
export function endDocument(
  { run }: MovePlan,
  result: MoveResult,
  { resume, undo, saved }: { readonly resume: string; readonly undo: string; readonly saved: string },
) {
  const { moved, failed, planned, underWay } = byOutcome(result);
  const documents = (list: typeof moved) => list.map(({ move, state }) => stateDocument(move, state));
  return {
    version: 1,
    type: 'end',
    run,
    ending: result.ending,
    moved: documents(moved),
    failed: documents(failed),
    underWay: documents(underWay),
    planned: documents(planned),
    backup: saved,
    ...(result.ending !== 'done' && { resume }),
    undo,
  };
}

function stateDocument(move: Move, { kind, ...more }: MoveState) {
  const part = move.authority === undefined ? 'template' : move.template === undefined ? 'authority' : 'both';
  return { object: fullName(move), part, state: kind, ...more };
}

function nameOf({ kind, metadata: { name } }: MovePlan['done'][number]): string {
  return fullName({ kind: kind === 'MachineSet' ? 'MachineSet' : 'Machine', name });
}
