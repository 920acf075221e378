import type { JsonObject } from '@capstan/api';
import { textAt } from '@capstan/convert';
import { pluralOf } from '../../resource-name.ts';

/** Who asks. */
export interface Asker {
  readonly username: string;
  readonly groups: readonly string[];
}

/** A write as admission sees it. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural, as in a path. */
  readonly resource: string;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** As it is to be; undefined for a deletion. */
  readonly object: JsonObject | undefined;
  /** As it is; undefined for a creation. */
  readonly oldObject: JsonObject | undefined;
  readonly user: Asker;
}

/** What somebody does to an object: one of the two is there at least. */
export interface Change {
  readonly object: JsonObject | undefined;
  readonly oldObject: JsonObject | undefined;
  readonly user: Asker;
}

/** The request that a change is. Resources are named as CRDs name them; that is told apart nowhere in a file. */
export function requestOf({ object, oldObject, user }: Change): AdmissionRequest {
  const either = object ?? oldObject;
  const apiVersion = textAt(either, 'apiVersion') ?? '';
  const kind = textAt(either, 'kind') ?? '';
  const [group, version] = apiVersion.includes('/') ? split(apiVersion) : ['', apiVersion];
  return {
    operation: object === undefined ? 'DELETE' : oldObject === undefined ? 'CREATE' : 'UPDATE',
    group,
    version,
    kind,
    resource: pluralOf(kind),
    subresource: '',
    namespace: textAt(either, 'metadata', 'namespace') ?? '',
    name: textAt(either, 'metadata', 'name') ?? '',
    object,
    oldObject,
    user,
  };
}

/** The request by which a set is scaled: what is sent has nothing of the set but its name. */
export function scaleRequest(set: JsonObject, replicas: number, user: Asker): AdmissionRequest {
  const { operation: _creation, ...about } = requestOf({ object: set, oldObject: undefined, user });
  const { name, namespace } = about;
  const before = set['spec'];
  const old = typeof before === 'object' && before !== null && 'replicas' in before ? Number(before.replicas) : 0;
  const scale = (count: number): JsonObject => ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace },
    spec: { replicas: count },
    status: { replicas: old },
  });
  return { ...about, operation: 'UPDATE', subresource: 'scale', object: scale(replicas), oldObject: scale(old) };
}

/** Somebody by name, with the groups that the API server gives to everybody of that sort. */
export function askerOf(username: string, groups: readonly string[] = []): Asker {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username) ?? [];
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return { username, groups: [...own, ...groups, 'system:authenticated'] };
}

/** `request` as expressions know it; what is empty is not there. */
export function requestScope(request: AdmissionRequest): JsonObject {
  const { group, version, kind, resource, subresource, namespace, name, operation, user } = request;
  const isScale = subresource === 'scale';
  return {
    kind: isScale ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { group, version, kind },
    resource: { group, version, resource },
    ...(subresource !== '' && { subResource: subresource }),
    ...(namespace !== '' && { namespace }),
    ...(name !== '' && { name }),
    operation,
    userInfo: { username: user.username, groups: [...user.groups] },
  };
}

function split(apiVersion: string): [string, string] {
  const at = apiVersion.indexOf('/');
  return [apiVersion.slice(0, at), apiVersion.slice(at + 1)];
}
