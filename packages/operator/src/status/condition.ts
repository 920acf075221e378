import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { conditionIn } from '../sync/shared/object.ts';

/** A condition, as far as it is there; '' for what it does not say. */
export interface Condition {
  readonly status: 'True' | 'False' | 'Unknown' | '';
  readonly reason: string;
  readonly message: string;
  /** Since when, RFC 3339. */
  readonly since: string;
}

/** The condition of a type, of either API: providers keep theirs in either of two places. */
export function conditionOf(object: KubeObject | undefined, type: string): Condition {
  const status = asObject(object?.['status']);
  const lists = [...listAt(status, 'conditions'), ...listAt(asObject(status?.['v1beta2']), 'conditions')];
  const said = conditionIn(lists, type);
  const word = said?.['status'];
  return {
    status: word === 'True' || word === 'False' || word === 'Unknown' ? word : '',
    reason: textAt(said, 'reason') ?? '',
    message: textAt(said, 'message') ?? '',
    since: textAt(said, 'lastTransitionTime') ?? '',
  };
}
