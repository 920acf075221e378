import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/**
 * When a field was last written, by whoever owns it: RFC 3339, '' where nobody says. Managed fields have the time of their owner's
 * last write of all that it owns, so it is the earliest that is certain to be late enough.
 */
export function writtenAt(object: KubeObject, part: 'spec' | 'status', field: string): string {
  const entries = object.metadata['managedFields'];
  let last = '';
  for (const entry of Array.isArray(entries) ? entries.map(asObject) : []) {
    const owned = asObject(asObject(entry?.['fieldsV1'])?.[`f:${part}`]);
    const time = entry?.['time'];
    if (owned?.[`f:${field}`] !== undefined && typeof time === 'string' && time > last) last = time;
  }
  return last;
}
