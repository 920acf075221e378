import { asObject } from '@capstan/convert';
import { annotations } from '../../names.ts';
import type { Converted } from './mirror-object.ts';

/** The carried annotation as the conversion made it; null takes an old one away. */
export function carriedOf({ metadata }: Converted): Readonly<Record<string, string | null>> {
  const text = asObject(metadata['annotations'])?.[annotations.carried];
  return { [annotations.carried]: typeof text === 'string' ? text : null };
}
