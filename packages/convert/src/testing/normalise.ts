import type { Json, JsonObject } from '@capstan/api';
import { asObject, isObject, prune } from '../mapping/json.ts';
import { replaceAt } from './mutate.ts';

/**
 * The normalisations under which the laws compare whole objects, written out a second time on purpose: were they taken
 * from the tables, a wrong table would excuse itself.
 */
export interface Normalisations {
  /** Paths that no conversion looks at; `*` stands for any one step. */
  readonly ignored: readonly string[];
  /** What absent means at a path. */
  readonly defaults: readonly (readonly [path: string, value: Json])[];
  /** Lists that are sets, and what names an item. */
  readonly sets: readonly (readonly [path: string, key: string])[];
  /** Places where empty is not absent. */
  readonly keepEmpty: readonly string[];
  /** Maps of strings, in which a key with the value '' says something. */
  readonly maps: readonly string[];
  /** Places where 0 or false says no more than absent. */
  readonly zero: readonly string[];
  /** Defaults of a field inside an object that may be missing. */
  readonly whereSet: readonly (readonly [object: string, field: string, value: Json])[];
}

/** Paths are written with `/` between steps and `~` for a slash inside one. */
function split(path: string): string[] {
  return path.split('/').map((step) => step.replaceAll('~', '/'));
}

/** The form in which two objects that mean the same are deeply equal. */
export function normalise(object: unknown, rules: Normalisations): Json | undefined {
  let value = object;
  for (const [path, standard] of rules.defaults) {
    const steps = split(path);
    const found = valueAt(value, steps);
    const isAbsent = prune(found) === undefined || (isZero(found) && rules.zero.includes(path));
    if (isAbsent) value = replaceAt(value, steps, standard);
  }
  value = strip(value, [], rules);
  for (const [path, field, standard] of rules.whereSet) {
    const found = valueAt(value, split(path));
    if (prune(found) !== undefined && isObject(found) && prune(found[field]) === undefined) {
      value = replaceAt(value, [...split(path), field], standard);
    }
  }
  for (const [path, key] of rules.sets) {
    const steps = split(path);
    const list = valueAt(value, steps);
    if (!Array.isArray(list)) continue;
    const nameOf = (item: unknown) => String(asObject(item)?.[key] ?? '');
    value = replaceAt(
      value,
      steps,
      list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0)),
    );
  }
  const kept: JsonObject = Object.fromEntries(
    rules.keepEmpty.flatMap((path) => {
      const found = valueAt(value, split(path));
      return found === undefined || found === null
        ? []
        : [[path, JSON.stringify(prune(found) ?? (isObject(found) ? {} : found))]];
    }),
  );
  return [prune(value) ?? null, kept];
}

/** A copy without what is ignored and without zeros that say nothing. */
function strip(value: unknown, path: readonly (string | number)[], rules: Normalisations): unknown {
  const at = (step: string | number, inner: unknown): unknown => {
    const here = [...path, step];
    const text = here.map((part) => String(part).replaceAll('/', '~')).join('/');
    if (rules.ignored.some((pattern) => matches(pattern, text))) return undefined;
    if (isZero(inner) && rules.zero.some((pattern) => matches(pattern, text))) return undefined;
    const stripped = strip(inner, here, rules);
    if (!isObject(stripped) || !rules.maps.some((pattern) => matches(pattern, text))) return stripped;
    return Object.entries(stripped).sort(([a], [b]) => (a < b ? -1 : 1));
  };
  if (Array.isArray(value)) return value.map((item, index) => at(index, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const kept = at(key, inner);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }, value);
}

function isZero(value: unknown): boolean {
  return value === 0 || value === false;
}

/** `*` in a pattern is any one step. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const steps = path.split('/');
  return wanted.length === steps.length && wanted.every((step, index) => step === '*' || step === steps[index]);
}
