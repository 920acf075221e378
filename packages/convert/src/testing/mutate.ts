import type { Json } from '@capstan/api';
import fc from 'fast-check';
import type { Segment } from '../mapping/issue.ts';
import { isObject } from '../mapping/json.ts';

/** Values that are wrong, odd or merely different, to be put where something else stood. */
export const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    '',
    'x',
    'default',
    'host',
    'Spot',
    0,
    1,
    2,
    8,
    -1,
    1.5,
    true,
    false,
    null,
    [],
    {},
    [''],
    [{}],
    { id: 'x' },
    { name: 'x' },
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** The paths of all leaves: scalars, and empty lists and objects. */
export function leafPaths(value: unknown, path: readonly Segment[] = []): (readonly Segment[])[] {
  const entries: [Segment, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : isObject(value)
      ? Object.entries(value)
      : [];
  return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => leafPaths(inner, [...path, key]));
}

/** The paths of all values, the inner ones too. */
export function allPaths(value: unknown, path: readonly Segment[] = []): (readonly Segment[])[] {
  const entries: [Segment, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [path, ...entries.flatMap(([key, inner]) => allPaths(inner, [...path, key]))];
}

/** A copy with one value replaced; undefined takes the key out. */
export function replaceAt(value: unknown, path: readonly Segment[], replacement: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? replaceAt(item, rest, replacement) : item));
  const copy: { [key: string]: unknown } = { ...(isObject(value) ? value : {}) };
  const next = replaceAt(copy[first], rest, replacement);
  if (next === undefined) delete copy[first];
  else copy[first] = next;
  return copy;
}

/** A copy whose keys stand in another order, everywhere. */
export function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reverseKeys(inner)]),
  );
}

/** Freezes a value all through, so that a write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
