import type { Json, JsonObject } from '@capstan/api';

/** What a JSON merge patch makes of an object: RFC 7396. */
export function mergePatch(target: JsonObject, patch: object): JsonObject {
  const merged: { [key: string]: Json } = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? mergePatch(isObject(merged[key]) ? merged[key] : {}, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
