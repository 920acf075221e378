import { deepEqual } from '@capstan/convert';

/** The fields of `desired` that are not so in `before`, as the body of a merge patch; undefined where there are none. */
export function differing(
  before: { readonly [field: string]: unknown },
  desired: { readonly [field: string]: unknown },
): { readonly [field: string]: unknown } | undefined {
  const changed = Object.entries(desired).filter(
    ([field, value]) => value !== undefined && !deepEqual(before[field], value),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
