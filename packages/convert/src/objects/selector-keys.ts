import { asObject, isObject } from '../mapping/json.ts';
import type { Parts } from '../mapping/parts.ts';

/** The label keys that a set's selector uses; none for a Machine. */
export function selectorKeys(parts: Parts): ReadonlySet<string> {
  const selector = asObject(asObject(parts.$set)?.['selector']);
  const expressions = Array.isArray(selector?.['matchExpressions'])
    ? selector['matchExpressions'].filter(isObject)
    : [];
  const named = expressions.map((expression) => expression['key']).filter((key) => typeof key === 'string');
  return new Set([...Object.keys(asObject(selector?.['matchLabels']) ?? {}), ...named]);
}
