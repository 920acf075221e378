import type { JsonObject } from '@capstan/api';
import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** A condition of an object, wherever its API has them; undefined where nobody has said it. */
export function conditionOf(object: KubeObject | undefined, type: string): JsonObject | undefined {
  const status = asObject(object?.['status']);
  const lists = [status?.['conditions'], asObject(status?.['v1beta2'])?.['conditions']];
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    const found = list.map(asObject).find((each) => each?.['type'] === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The status of a condition: True, False or Unknown; '' where nobody has said it. */
export function conditionStatus(object: KubeObject | undefined, type: string): string {
  return textAt(conditionOf(object, type), 'status') ?? '';
}
