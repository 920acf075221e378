import { deepEqual, isObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { ownersOf } from '../sync/shared/object.ts';
import { isMadeUp } from './made-up.ts';

/** One place in which two states of an object differ; undefined where there is nothing. */
export interface Difference {
  /** As in messages: `spec.template.metadata.labels["a.b/c"]`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two states of an object differ, leaf by leaf, status and bookkeeping aside. Lists of another length are one place. */
export function differences(before: KubeObject | undefined, after: KubeObject | undefined): readonly Difference[] {
  const found: Difference[] = [];
  walk(configuration(before), configuration(after), '', found);
  return found;
}

/** What people write of an object: not what the server keeps, and not its status. */
export function configuration(object: KubeObject | undefined) {
  if (object === undefined) return undefined;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace, labels, annotations, finalizers, deletionTimestamp } = metadata;
  const owners = ownersOf(object).map(({ uid, ...owner }) => (isMadeUp(uid) ? owner : { ...owner, uid }));
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers }),
      ...(owners.length > 0 && { ownerReferences: owners }),
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    },
    ...(object['spec'] !== undefined && { spec: object['spec'] }),
  };
}

function walk(before: unknown, after: unknown, path: string, found: Difference[]): void {
  if (deepEqual(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk(own(before, key), own(after, key), joined(path, key), found);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item, index) => {
      walk(item, after[index], `${path}[${index}]`, found);
    });
    return;
  }
  found.push({ path, before, after });
}

function own(object: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
