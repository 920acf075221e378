import type { KubeObject } from '@capstan/kube';
import type { Check, Decision, Failure, Notice, Write } from '../../engine/decision.ts';
import type { Environment } from '../shared/environment.ts';

/** A Machine on both sides, as far as it is there, and what it belongs to. */
export interface MachineState {
  readonly name: string;
  readonly mapi: KubeObject | undefined;
  readonly capi: KubeObject | undefined;
  readonly infra: KubeObject | undefined;
  /** The MachineSet that owns the Machine API Machine, or that the Cluster API MachineSet mirrors. */
  readonly mapiSet: KubeObject | undefined;
  readonly capiSet: KubeObject | undefined;
  /** The server has refused to change the spec of the infra machine. */
  readonly infraIsImmutable?: boolean;
  readonly env: Environment;
}

/** The objects that a decision may write. */
export type MachineSlot = 'mapi' | 'capi' | 'infra';

export type MachineDecision = Decision<MachineSlot>;

/** Reasons of the Synchronized condition of a Machine, to the letter. */
export const reasons = {
  capiNotFound: 'CAPIMachineNotFound',
  toMapi: 'FailedToConvertCAPIMachineToMAPI',
  toCapi: 'FailedToConvertMAPIMachineToCAPI',
  createCapi: 'FailedToCreateCAPIMachine',
  createInfra: 'FailedToCreateCAPIInfraMachine',
  createMapi: 'FailedToCreateMAPIMachine',
  getInfra: 'FailedToGetCAPIInfraResources',
  updateInfra: 'FailedToUpdateCAPIInfraMachine',
  updateCapi: 'FailedToUpdateCAPIMachine',
  updateMapi: 'FailedToUpdateMAPIMachine',
} as const;

const refusals: { readonly [S in MachineSlot]: { readonly create: string; readonly other: string } } = {
  mapi: { create: reasons.createMapi, other: reasons.updateMapi },
  capi: { create: reasons.createCapi, other: reasons.updateCapi },
  infra: { create: reasons.createInfra, other: reasons.updateInfra },
};

/** A write as a decision. */
export function write(
  slot: MachineSlot,
  what: Write,
  more: { readonly checks?: readonly Check[]; readonly notices?: readonly Notice[] } = {},
): MachineDecision {
  const refusal = what.verb === 'create' ? refusals[slot].create : refusals[slot].other;
  return { kind: 'write', slot, write: what, refusal, ...more };
}

/** Nothing to do before another has done something. */
export const wait = (reason: string, notice?: Notice): MachineDecision => ({
  kind: 'wait',
  for: reason,
  ...(notice !== undefined && { notice }),
});

/** Cannot be done until an input changes. */
export function failed(
  reason: string,
  message: string,
  more: Partial<Pick<Failure, 'transient'>> = {},
): MachineDecision {
  return { kind: 'failed', failure: { reason, message, transient: false, ...more } };
}
