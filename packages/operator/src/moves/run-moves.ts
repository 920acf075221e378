import { ApiError, isNotFound, type KubeObject, type Random } from '@capstan/kube';
import { askFor, MadeAgain } from './ask-for.ts';
import type { MoveWorld } from './gather-facts.ts';
import { identityChange, identityOf, type MachineHalves } from './identity.ts';
import type { MovePlan } from './look-moves.ts';
import type { Move } from './plan-moves.ts';
import { isSettled, type MoveState, stateOf } from './state.ts';
import { readWaitingReasons, type WaitingReasons } from './waiting-reasons.ts';
import { type MoveWatch, watchMoves } from './watch-moves.ts';

/** How a run is made. */
export interface RunOptions extends MoveWorld {
  readonly random: Random;
  /** More failures than this, and nothing more is begun. */
  readonly maxFailures: number;
  /** So long a wave may take. */
  readonly timeoutMs: number;
  /** False to ask for the moves of the one wave there is and leave. */
  readonly waits: boolean;
  readonly onWave?: (wave: number) => void;
  readonly onState?: (move: Move, state: MoveState) => void;
}

/** How a run ended: all is where it was to be; something has failed; a machine runs on something else; the user has stopped it. */
export type MoveEnding = 'done' | 'asked' | 'failed' | 'changed' | 'interrupted';

/** What became of each move. */
export interface MoveResult {
  readonly ending: MoveEnding;
  readonly states: readonly { readonly move: Move; readonly state: MoveState }[];
}

/** The controllers' words are asked for so often. */
const reasonsMs = 5000;
/** A wake-up for what no change tells of: time. */
const tickMs = 1000;
/** A write that takes longer than this is not going to happen. */
const askMs = 30_000;

/**
 * Carries out a plan, wave by wave. A wave begins when all of the one before has moved, or failed within the budget. When `signal`
 * is aborted nothing more is asked for; what has been asked for goes on without us. Rejects only for bugs and for a cluster that
 * cannot be watched.
 */
export async function runMoves(options: RunOptions, plan: MovePlan, signal: AbortSignal): Promise<MoveResult> {
  const { platform } = plan.facts;
  if (platform === undefined) throw new TypeError('a plan for a platform that is not known has been let through');
  const watch = await watchMoves(options, { platform, random: options.random }, signal);
  const run = createRun(options, plan, watch);
  try {
    return { ending: await run.carryOut(signal), states: run.states() };
  } finally {
    await watch.stop();
  }
}

function createRun(options: RunOptions, plan: MovePlan, watch: MoveWatch) {
  const { client, clock, namespaces, maxFailures, timeoutMs, waits, onState, onWave } = options;
  const all = plan.waves.flat();
  const states = new Map<Move, MoveState>(all.map((move) => [move, { kind: 'planned' }]));
  const written = new Map<Move, KubeObject>();
  const startingSince = new Map<Move, number>();
  let reasons: WaitingReasons = new Map();
  let reasonsAt = Number.NEGATIVE_INFINITY;

  const set = (move: Move, state: MoveState): void => {
    const before = JSON.stringify(states.get(move));
    states.set(move, state);
    if (JSON.stringify(state) !== before) onState?.(move, state);
  };
  const failures = (): number => [...states.values()].filter(({ kind }) => kind === 'failed').length;

  /** The watch may be behind our own write. */
  const halvesOf = (move: Move): MachineHalves => {
    const halves = watch.halvesOf(move);
    const own = written.get(move);
    const isBehind = (own?.metadata.generation ?? 0) > (halves.mapi?.metadata.generation ?? 0);
    return isBehind && halves.mapi !== undefined ? { ...halves, mapi: own } : halves;
  };

  const ask = async (move: Move): Promise<void> => {
    try {
      // What somebody asked for before may yet want the acknowledgement.
      if (!move.isAsked || plan.acknowledgesUnproven) {
        const { run, acknowledgesUnproven } = plan;
        // Not cut short: a write of which nobody knows whether it was done would be a move that nobody names.
        const whole = AbortSignal.timeout(askMs);
        const { object } = await askFor(client, namespaces, move, { run, acknowledgesUnproven, signal: whole });
        written.set(move, object);
      }
      set(move, { kind: 'asked', waitsFor: '' });
    } catch (error) {
      set(move, refusal(error));
    }
  };

  const look = (move: Move): void => {
    const halves = halvesOf(move);
    const since = startingSince.get(move);
    const state = stateOf(move, halves, since === undefined ? 0 : clock.monotonic() - since);
    if (state.kind === 'starting') startingSince.set(move, since ?? clock.monotonic());
    else startingSince.delete(move);
    const said = 'waitsFor' in state && state.waitsFor === '' ? reasons.get(move.uid) : undefined;
    set(move, said === undefined || !('waitsFor' in state) ? state : { ...state, waitsFor: said });
  };

  /** Also of machines that have moved before: something may yet be done to them. */
  const changedInstance = (): boolean => {
    for (const [move, state] of states) {
      if (move.kind !== 'Machine' || state.kind === 'planned') continue;
      if (state.kind === 'failed' && state.code === 'InstanceChanged') return true;
      if (state.kind === 'failed') continue;
      const after = identityOf(halvesOf(move));
      const change = identityChange(move.instance, after, { isSettled: state.kind === 'moved' });
      if (change === undefined) continue;
      set(move, { kind: 'failed', code: 'InstanceChanged', message: `it does not run on what it ran on: ${change}` });
      return true;
    }
    return false;
  };

  const readReasons = async (signal: AbortSignal): Promise<void> => {
    if (clock.monotonic() - reasonsAt < reasonsMs) return;
    reasonsAt = clock.monotonic();
    reasons = await readWaitingReasons(client, namespaces.machineApi, clock.now(), signal);
  };

  /** Undefined when the wave is over and the next one may begin. */
  const carryOutWave = async (wave: readonly Move[], signal: AbortSignal): Promise<MoveEnding | undefined> => {
    const deadline = clock.monotonic() + timeoutMs;
    for (const move of wave) {
      if (signal.aborted) return 'interrupted';
      if (failures() > maxFailures) return 'failed';
      await ask(move);
    }
    while (waits) {
      for (const move of wave) if (!isSettled(states.get(move) ?? { kind: 'planned' })) look(move);
      if (changedInstance()) return 'changed';
      if (failures() > maxFailures) return 'failed';
      const open = wave.filter((move) => !isSettled(states.get(move) ?? { kind: 'planned' }));
      if (open.length === 0) return undefined;
      if (signal.aborted) return 'interrupted';
      if (clock.monotonic() >= deadline) for (const move of open) set(move, timedOut(states.get(move), timeoutMs));
      else {
        await readReasons(signal);
        await watch.changed(Math.min(tickMs, deadline - clock.monotonic()), signal);
      }
    }
    return failures() > maxFailures ? 'failed' : undefined;
  };

  return {
    states: () => all.map((move) => ({ move, state: states.get(move) ?? { kind: 'planned' as const } })),
    async carryOut(signal: AbortSignal): Promise<MoveEnding> {
      try {
        for (const [index, wave] of plan.waves.entries()) {
          onWave?.(index);
          const ending = await carryOutWave(wave, signal);
          if (ending !== undefined) return ending;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
        return 'interrupted';
      }
      if (failures() > 0) return 'failed';
      return waits ? 'done' : 'asked';
    },
  };
}

function refusal(error: unknown): MoveState {
  if (error instanceof MadeAgain) return { kind: 'failed', code: 'Gone', message: error.message };
  if (isNotFound(error)) return { kind: 'failed', code: 'Gone', message: 'it was deleted' };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', code: error instanceof ApiError ? 'Refused' : 'Unreachable', message };
}

function timedOut(state: MoveState | undefined, timeoutMs: number): MoveState {
  const waitsFor =
    state !== undefined && 'waitsFor' in state && state.waitsFor !== '' ? `; it waits for: ${state.waitsFor}` : '';
  const message = `it is still ${state?.kind ?? 'planned'} after ${Math.round(timeoutMs / 1000)} s${waitsFor}. Whoever moves it goes on, or stops when it is taken back`;
  return { kind: 'failed', code: 'Timeout', message };
}
