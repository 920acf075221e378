import type { JsonObject } from '@capstan/api';
import type { Parts } from '../mapping/parts.ts';
import { labelProblem } from './key-syntax.ts';
import * as keys from './keys.ts';
import type { Platform } from './platform.ts';

/**
 * The labels that Machine API's controller writes on this Machine and that can be told from its parts. What it learns only
 * from the cloud is not among them: nobody here could make that anew.
 */
export function derivedLabelsOf<F>(
  platform: Pick<Platform<F>, 'derivedLabels'>,
  parts: Parts,
  facts: F,
): { readonly [key: string]: string } {
  const derived = platform.derivedLabels(parts, facts);
  const labels: { [key: string]: string } = {};
  for (const field of ['instanceType', 'region', 'zone'] as const) {
    const key = keys.derivedLabels[field];
    const value = derived[field];
    // Other text can stand in the fields than in labels.
    if (value && labelProblem(key, value) === undefined) labels[key] = value;
  }
  return labels;
}

/** True where any of the labels may be one of those, on whatever platform. */
export function hasDerivedLabel(labels: JsonObject | undefined): boolean {
  return labels !== undefined && Object.values(keys.derivedLabels).some((key) => Object.hasOwn(labels, key));
}
