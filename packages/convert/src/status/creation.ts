import type { JsonObject } from '@capstan/api';

/** Machine API's own condition of a provider status; each of its controllers has one of the two words for it. */
type CreationType = 'MachineCreation' | 'MachineCreated';

/** The condition of a provider status whose machine was made. The message is what the platform's controller writes. */
export function created(type: CreationType, message: string): JsonObject {
  return { type, status: 'True', reason: 'MachineCreationSucceeded', message };
}

/** The condition of a provider status whose machine is not known to have been made. */
export function notCreated(type: CreationType, message: string): JsonObject {
  return { type, status: 'False', reason: 'MachineCreationFailed', message };
}

/** The message for a machine of which its infra machine knows more: `kind` is that of the infra machine. */
export function seeConditionsOf(kind: string): string {
  return `See ${kind} conditions.`;
}
