import { asObject } from '@capstan/convert';
import type { Converted } from './mirror-object.ts';

/** What the other side cannot hold, kept in this annotation. */
const carried = 'capstan.openshift.io/carried';

/** The carried annotation as the conversion made it; null takes an old one away. */
export function carriedOf({ metadata }: Converted): { readonly [carried]: string | null } {
  const text = asObject(metadata['annotations'])?.[carried];
  return { [carried]: typeof text === 'string' ? text : null };
}
