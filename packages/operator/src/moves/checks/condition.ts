import type { JsonObject } from '@capstan/api';
import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { conditionOf as inList } from '../../migration/shared/acknowledged.ts';
import { statusOf } from '../../sync/shared/object.ts';

/** A condition of an object; undefined where nobody has said it. */
export function conditionOf(object: KubeObject | undefined, type: string): JsonObject | undefined {
  return inList(statusOf(object)['conditions'], type);
}

/** The status of a condition: True, False or Unknown; '' where nobody has said it. */
export function conditionStatus(object: KubeObject | undefined, type: string): string {
  return textAt(conditionOf(object, type), 'status') ?? '';
}
