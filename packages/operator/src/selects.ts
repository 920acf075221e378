import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '@capstan/convert';

/** Whether a label selector selects labels, by Kubernetes' rules; one with an unknown operator selects nothing. */
export function selects(selector: JsonObject | undefined, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(asObject(selector?.['matchLabels']) ?? {});
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  return listAt(selector, 'matchExpressions').every((expression) => {
    const key = textAt(expression, 'key') ?? '';
    const values = listAt(expression, 'values');
    const has = Object.hasOwn(labels, key);
    switch (textAt(expression, 'operator')) {
      case 'In':
        return has && values.includes(labels[key]);
      case 'NotIn':
        return !has || !values.includes(labels[key]);
      case 'Exists':
        return has;
      case 'DoesNotExist':
        return !has;
      default:
        return false;
    }
  });
}
