import type { KubeObject } from '@capstan/kube';
import { type Decision, decisionsOf } from '../../engine/decision.ts';
import type { Environment } from '../shared/environment.ts';

/** A MachineSet on both sides, as far as it is there, and what belongs to it. */
export interface MachineSetState {
  readonly name: string;
  readonly mapi: KubeObject | undefined;
  readonly capi: KubeObject | undefined;
  /** Infra machine templates that are marked as made for this set, and the one that the Cluster API set refers to. */
  readonly templates: readonly KubeObject[];
  /** The machines that each side's set owns. */
  readonly members: { readonly mapi: readonly KubeObject[]; readonly capi: readonly KubeObject[] };
  /** The MachineAutoscalers that scale it. */
  readonly autoscalers: readonly KubeObject[];
  readonly env: Environment;
}

/** The objects that a decision may write; of templates there are several, told apart by name. */
export type MachineSetSlot = 'mapi' | 'capi' | 'template';

export type MachineSetDecision = Decision<MachineSetSlot>;

/** Reasons of the Synchronized condition of a MachineSet, to the letter. */
export const reasons = {
  getCapi: 'FailedToGetCAPIMachineSet',
  toMapi: 'FailedToConvertCAPIMachineSetToMAPI',
  toCapi: 'FailedToConvertMAPIMachineSetToCAPI',
  createCapi: 'FailedToCreateCAPIMachineSet',
  createTemplate: 'FailedToCreateCAPIInfraMachineTemplate',
  getInfra: 'FailedToGetCAPIInfraResources',
  updateTemplate: 'FailedToUpdateCAPIInfraMachineTemplate',
  updateCapi: 'FailedToUpdateCAPIMachineSet',
  updateMapi: 'FailedToUpdateMAPIMachineSet',
} as const;

/** How to decide about a pair; where the server refuses a write, these reasons say so. */
export const { write, wait, failed } = decisionsOf<MachineSetSlot>({
  mapi: { create: reasons.updateMapi, other: reasons.updateMapi },
  capi: { create: reasons.createCapi, other: reasons.updateCapi },
  template: { create: reasons.createTemplate, other: reasons.updateTemplate },
});
