import type { Json, JsonObject } from '@capstan/api';

/** True for a JSON object: not null, not a list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of JSON values. Key order means nothing; a key that holds undefined counts as absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  // Without lists of keys: a conversion compares every value that it made with the one that it came from.
  let more = 0;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (!Object.hasOwn(b, key) || !deepEqual(a[key], b[key])) return false;
    more += 1;
  }
  for (const key in b) if (b[key] !== undefined) more -= 1;
  return more === 0;
}

function definedKeys(object: { readonly [key: string]: unknown }): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

/**
 * The one text of a JSON value: keys sorted by code unit, no spaces. Hashes and the carried annotation use it, so it must
 * stay the same from release to release (a golden file holds it to that).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

/**
 * What is left of a value when everything that says nothing is taken away: undefined for null, '', [], {} and for objects
 * that hold only such. Items of a list stay, pruned themselves, since their place means something.
 */
export function prune(value: unknown): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => prune(item) ?? emptyOf(item));
  if (isObject(value)) {
    const kept: { [key: string]: Json } = {};
    for (const key of Object.keys(value)) {
      const left = prune(value[key]);
      if (left !== undefined) setOwn(kept, key, left);
    }
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** True where pruning would leave nothing. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  for (const key in value) if (Object.hasOwn(value, key) && !isBlank(value[key])) return false;
  return true;
}

function emptyOf(item: unknown): Json {
  if (Array.isArray(item)) return [];
  if (isObject(item)) return {};
  return typeof item === 'string' ? '' : null;
}

/** Sets an own property whatever its name: a plain assignment to `__proto__` would change the prototype instead. */
export function setOwn<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** An object without the members that are undefined; undefined where none is left. */
export function compact<T extends object>(object: T): T | undefined {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T);
}

/** The value as a JSON object, or undefined where it is anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? (value as JsonObject) : undefined;
}

/** A copy whose keys are sorted everywhere, without members that are undefined. */
export function sortKeys(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return (value ?? null) as Json;
  const copy: { [key: string]: Json } = {};
  for (const key of definedKeys(value).sort()) setOwn(copy, key, sortKeys(value[key]));
  return copy;
}

/** The text at a path, without what is absent, empty or no text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((inner, step) => asObject(inner)?.[step], value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The list at a path; an empty one where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = path.reduce<unknown>((inner, step) => asObject(inner)?.[step], value);
  return Array.isArray(found) ? found : [];
}
