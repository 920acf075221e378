import { isObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Write } from './decision.ts';

/** What a write leaves of an object, as the API server keeps the books; undefined where it is gone. `uid` is that of one that is made. */
export function afterWrite(write: Write, uid: string, now: string): KubeObject | undefined {
  if (write.verb === 'create') {
    const { object } = write;
    return { ...object, metadata: { ...object.metadata, uid, generation: 1, resourceVersion: '1' } };
  }
  const { of } = write;
  if (write.verb === 'delete') return deleted(of, now);
  const merged = mergedInto(of, write.patch);
  const resourceVersion = String(Number(of.metadata.resourceVersion ?? 0) + 1);
  const generation = (of.metadata.generation ?? 1) + (write.patch['spec'] === undefined ? 0 : 1);
  const after = { ...merged, metadata: { ...merged.metadata, resourceVersion, generation } };
  const isGone = after.metadata.deletionTimestamp !== undefined && (after.metadata.finalizers ?? []).length === 0;
  return isGone ? undefined : after;
}

/** An object after somebody's DELETE; undefined where nothing held it. */
export function deleted(object: KubeObject, now: string): KubeObject | undefined {
  if ((object.metadata.finalizers ?? []).length === 0) return undefined;
  const { deletionTimestamp = now } = object.metadata;
  return { ...object, metadata: { ...object.metadata, deletionTimestamp } };
}

/** RFC 7386. The patch is of our own making, so what was an object with metadata still is one. */
function mergedInto(object: KubeObject, patch: Readonly<Record<string, unknown>>): KubeObject {
  return JSON.parse(JSON.stringify(merge(object, patch)));
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
