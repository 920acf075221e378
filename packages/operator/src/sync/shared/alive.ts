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

/** Live looks by which the owners of an object are there and stay: only then its deletion was meant for it alone. */
export function ownersAlive(object: KubeObject): Check[] {
  const { namespace = '' } = object.metadata;
  return ownersOf(object).map(({ apiVersion, kind, name, uid }) => ({
    kind: 'alive',
    of: { apiVersion, kind, namespace, name },
    uid,
  }));
}
