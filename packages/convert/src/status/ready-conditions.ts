import type { JsonObject } from '@capstan/api';

/** What the conditions of an infra machine say while it is not ready: v1beta1, so with a severity where they have one. */
export interface NotReady extends JsonObject {
  readonly status: 'False' | 'Unknown';
}

/** Why an infra machine is not ready, where the provider status alone can tell. */
export const seeProviderStatus: NotReady = {
  status: 'Unknown',
  severity: 'Error',
  message: 'See Machine API Machine.Status.Providerstatus conditions',
};

/**
 * The conditions of an infra machine: Ready, and the one of the provider's controller that Ready follows from. Both always say
 * the same, since nothing but the state of the instance is known. `whyNot` is what they say of one that is not ready;
 * undefined for one that is.
 */
export function readyConditions(type: string, whyNot: NotReady | undefined): JsonObject[] {
  return ['Ready', type].map((each) => ({ type: each, ...(whyNot ?? { status: 'True' }) }));
}
