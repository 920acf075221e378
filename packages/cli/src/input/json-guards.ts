import type { Json, JsonObject } from '@capstan/api';

/** True for a JSON list. Array.isArray alone would make it one of `any`. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** True for a JSON object: no list, not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that `path` names, or undefined where it leads nowhere. */
export function valueAt(value: Json, path: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value;
  for (const segment of path) {
    if (isList(here)) here = typeof segment === 'number' ? here[segment] : undefined;
    else here = isObject(here) && Object.hasOwn(here, segment) ? here[segment] : undefined;
  }
  return here;
}
