import type { Json } from '@capstan/api';
import { asObject, isObject } from '../mapping/json.ts';
import type { Kept } from '../mapping/table.ts';
import * as keys from './keys.ts';
import type { Issues } from './take-apart.ts';

/** What an earlier conversion could not say, read from the annotation; `rows` are those that may have carried. */
export function readCarried(
  object: { readonly [key: string]: unknown },
  rows: ReadonlySet<string>,
  issues: Issues,
): Kept {
  const metadata = asObject(object['metadata']);
  const text = asObject(metadata?.['annotations'])?.[keys.carried];
  if (text === undefined || text === null) return {};
  let kept: unknown;
  try {
    kept = typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    kept = undefined;
  }
  const place = ['metadata', 'annotations', keys.carried];
  if (isObject(kept)) {
    for (const row of Object.keys(kept).filter((name) => !rows.has(name))) {
      const problem = {
        code: 'CarriedInvalid',
        severity: 'warning',
        value: kept[row],
        message: `holds something for ${row}, which this release of Capstan does not carry; it is not given back`,
        hint: 'Use the release that wrote it, or set the field yourself.',
      } as const;
      issues.add(problem, 'self', place);
    }
    return kept as { readonly [row: string]: Json };
  }
  issues.add(
    {
      code: 'CarriedInvalid',
      value: text,
      message: 'is not the JSON that Capstan wrote',
      hint: 'Restore the annotation, or remove it and check the fields that the other side cannot hold.',
    },
    'self',
    place,
  );
  return {};
}
