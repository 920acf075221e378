import { asObject, listAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { statusOf } from '../sync/shared/object.ts';

/** On its way: a migration is asked for and has not begun, or it is under way. Undefined for an object at rest. */
export function transitOf(object: KubeObject): 'requested' | 'migrating' | undefined {
  const { authoritativeAPI: acknowledged } = statusOf(object);
  if (acknowledged === 'Migrating') return 'migrating';
  const wanted = asObject(object['spec'])?.['authoritativeAPI'];
  // Nobody has acknowledged anything of a new object, so nothing is to be handed over.
  if (typeof wanted !== 'string' || wanted === '') return undefined;
  if (typeof acknowledged !== 'string' || acknowledged === '') return undefined;
  return wanted === acknowledged ? undefined : 'requested';
}

/**
 * Of who wrote which field, the writers of `authoritativeAPI`, with nothing else of what they wrote, while the object is on its way: what a
 * cache must keep for {@link authorityWrittenAt}. At rest nothing.
 */
export function authorityWriters(object: KubeObject): readonly object[] {
  const part = partOf(object);
  if (part === undefined) return [];
  return entriesOf(object).flatMap(({ manager, operation, time, subresource, fieldsV1 }) =>
    ownsAuthority(fieldsV1, part)
      ? [
          {
            manager,
            operation,
            time,
            ...(subresource !== undefined && { subresource }),
            fieldsV1: { [part]: { [field]: {} } },
          },
        ]
      : [],
  );
}

/**
 * When the `authoritativeAPI` was written by which an object is on its way, at the latest, in milliseconds: the API server notes it with
 * the writer, and notes anew when that writer writes something else. Undefined where nobody is noted.
 */
export function authorityWrittenAt(object: KubeObject): number | undefined {
  const part = partOf(object);
  if (part === undefined) return undefined;
  const times = entriesOf(object)
    .filter(({ fieldsV1 }) => ownsAuthority(fieldsV1, part))
    .map(({ time }) => Date.parse(String(time)))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.min(...times);
}

const field = 'f:authoritativeAPI';

function partOf(object: KubeObject): 'f:spec' | 'f:status' | undefined {
  const transit = transitOf(object);
  if (transit === undefined) return undefined;
  return transit === 'requested' ? 'f:spec' : 'f:status';
}

function entriesOf({ metadata }: KubeObject): readonly { readonly [name: string]: unknown }[] {
  return listAt(metadata, 'managedFields')
    .map(asObject)
    .filter((entry) => entry !== undefined);
}

function ownsAuthority(fieldsV1: unknown, part: string): boolean {
  return asObject(asObject(fieldsV1)?.[part])?.[field] !== undefined;
}
