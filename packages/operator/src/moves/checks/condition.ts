import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { conditionOf } from '../../sync/shared/object.ts';

/** The status of a condition: True, False or Unknown; '' where nobody has said it. */
export function conditionStatus(object: KubeObject | undefined, type: string): string {
  return textAt(conditionOf(object, type), 'status') ?? '';
}
