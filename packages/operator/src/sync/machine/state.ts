import type { KubeObject } from '@capstan/kube';
import { type Decision, decisionsOf } from '../../engine/decision.ts';
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

/** How to decide about a pair; where the server refuses a write, these reasons say so. */
export const { write, wait, failed } = decisionsOf<MachineSlot>({
  mapi: { create: reasons.createMapi, other: reasons.updateMapi },
  capi: { create: reasons.createCapi, other: reasons.updateCapi },
  infra: { create: reasons.createInfra, other: reasons.updateInfra },
});
