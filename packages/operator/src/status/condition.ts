import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** A condition, as far as it is there; '' for what it does not say. */
export interface Condition {
  readonly status: 'True' | 'False' | 'Unknown' | '';
  readonly reason: string;
  readonly message: string;
  /** Since when, RFC 3339. */
  readonly since: string;
}

/** The condition of a type in `status.conditions`, of either API. */
export function conditionOf(object: KubeObject | undefined, type: string): Condition {
  const said = listAt(asObject(object?.['status']), 'conditions')
    .map(asObject)
    .find((each) => each?.['type'] === type);
  const status = said?.['status'];
  return {
    status: status === 'True' || status === 'False' || status === 'Unknown' ? status : '',
    reason: textAt(said, 'reason') ?? '',
    message: textAt(said, 'message') ?? '',
    since: textAt(said, 'lastTransitionTime') ?? '',
  };
}
