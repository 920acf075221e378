import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { isActive } from '../migration/shared/acknowledged.ts';
import { takeUpMs } from '../migration/shared/taken-up.ts';
import { apiName } from '../sync/shared/course.ts';
import { conditionOf, isDeleting } from '../sync/shared/object.ts';
import type { MachineHalves } from './identity.ts';
import type { Move } from './plan-moves.ts';
import { specAuthority, templateAuthority } from './prior.ts';

/** Why a move has failed. Stable, for scripts. */
export type MoveFailure =
  | 'Refused'
  | 'Unreachable'
  | 'Gone'
  | 'Overridden'
  | 'Timeout'
  | 'NotTakenUp'
  | 'InstanceChanged';

/** How far a move is: `planned`, then `asked`, `migrating`, `resync`, `starting`, and `moved` or `failed`. */
export type MoveState =
  | { readonly kind: 'planned' | 'moved' }
  | {
      readonly kind: 'asked' | 'migrating' | 'resync' | 'starting';
      /** In words; '' where only time is needed. */
      readonly waitsFor: string;
    }
  | { readonly kind: 'failed'; readonly code: MoveFailure; readonly message: string };

/** True when nothing more is waited for. */
export function isSettled({ kind }: MoveState): boolean {
  return kind === 'moved' || kind === 'failed';
}

/** How far a move is that has been asked for. `startingMs` is for how long only the new side's controller has been missing. */
export function stateOf(move: Move, halves: MachineHalves, startingMs: number): MoveState {
  const { mapi, capi, infra } = halves;
  if (mapi === undefined) return failed('Gone', 'it was deleted');
  if (mapi.metadata.uid !== move.uid) return failed('Gone', 'it was deleted and made again');
  if (isDeleting(mapi)) return failed('Gone', 'it is being deleted');
  if (move.template !== undefined && templateAuthority(mapi) !== move.template) {
    return failed('Overridden', `somebody has set spec.template.spec.authoritativeAPI to ${templateAuthority(mapi)}`);
  }
  if (move.authority === undefined) return { kind: 'moved' };
  if (specAuthority(mapi) !== move.authority) {
    return failed('Overridden', `somebody has set spec.authoritativeAPI back to ${specAuthority(mapi)}`);
  }
  const status = textAt(mapi, 'status', 'authoritativeAPI') ?? '';
  if (status === 'Migrating') return { kind: 'migrating', waitsFor: '' };
  if (status !== move.authority) return { kind: 'asked', waitsFor: notSynchronized(mapi) ?? '' };
  const missing = notSynchronized(mapi);
  if (missing !== undefined) return { kind: 'resync', waitsFor: missing };
  const silent = actingHalves(move, { mapi, capi, infra }).find((half) => !isActive(half.object));
  if (silent === undefined) return { kind: 'moved' };
  const who = `${apiName(move.authority)} to say that it acts on ${silent.name} (Paused=False)`;
  if (startingMs < takeUpMs) return { kind: 'starting', waitsFor: who };
  return failed(
    'NotTakenUp',
    `waited ${Math.round(startingMs / 1000)} s for ${who} in vain: see whether its controller runs`,
  );
}

/** What is missing where it is not in step; undefined where it is. */
function notSynchronized(mapi: KubeObject): string | undefined {
  const said = conditionOf(mapi, 'Synchronized');
  const status = textAt(said, 'status');
  if (status === 'True') return undefined;
  if (status !== 'False') return 'the first synchronization';
  return `${textAt(said, 'reason') ?? ''}: ${textAt(said, 'message') ?? ''}`;
}

function actingHalves({ kind, authority }: Move, { mapi, capi, infra }: MachineHalves) {
  if (authority === 'MachineAPI') return [{ name: 'it', object: mapi }];
  const half = { name: 'its Cluster API half', object: capi };
  return kind === 'MachineSet' ? [half] : [half, { name: 'its infra machine', object: infra }];
}

function failed(code: MoveFailure, message: string): MoveState {
  return { kind: 'failed', code, message };
}
