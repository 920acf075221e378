import { deepEqual, isObject } from '@capstan/convert';

/**
 * The JSON merge patch (RFC 7386) that makes `after` of `before`; undefined where nothing differs. Lists are replaced whole, as
 * merge patches do, so whoever shares a list with others sends the patch against the version that was read.
 */
export function mergePatchOf(before: unknown, after: unknown): Readonly<Record<string, unknown>> | undefined {
  const from = isObject(before) ? before : {};
  const to = isObject(after) ? after : {};
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(to)) {
    const [old, value] = [Object.hasOwn(from, key) ? from[key] : undefined, to[key]];
    if (value === undefined || deepEqual(old, value)) continue;
    patch[key] = isObject(old) && isObject(value) ? mergePatchOf(old, value) : value;
  }
  for (const key of Object.keys(from)) {
    const isGone = !Object.hasOwn(to, key) || to[key] === undefined;
    if (isGone && from[key] !== undefined) patch[key] = null;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
