import type { KubeObject } from '@capstan/kube';
import type { Check, ObjectName } from '../../engine/decision.ts';
import { isDeleting, ownersOf } from './object.ts';

/** By which name to look for an object. */
export function nameOf({ apiVersion, kind, metadata: { name, namespace = '' } }: KubeObject): ObjectName {
  return { apiVersion, kind, namespace, name };
}

/**
 * True where an object is going because what owns it is going or gone: garbage collection, which is nobody's wish for this
 * very object. `known` are the owners as far as they are there.
 */
export function isCollected(object: KubeObject, known: readonly (KubeObject | undefined)[]): boolean {
  return ownersOf(object).some(({ uid }) => {
    const owner = known.find((each) => each?.metadata.uid === uid);
    return owner === undefined || isDeleting(owner);
  });
}

/**
 * Live looks by which the deletion of an object was meant for it alone, and may be passed on: what owns it, its namespace and its
 * kind are there and stay. Who removes the CRDs of an API, or its namespace, means no machine to go.
 */
export function meantAlone(object: KubeObject): Check[] {
  const { apiVersion, kind, metadata } = object;
  const { namespace = '' } = metadata;
  return [
    { kind: 'served', of: { apiVersion, kind } },
    { kind: 'alive', of: { apiVersion: 'v1', kind: 'Namespace', name: namespace } },
    ...ownersOf(object).map((owner) => ({
      kind: 'alive' as const,
      of: { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name },
      uid: owner.uid,
    })),
  ];
}
