import type { KubeObject } from '@capstan/kube';
import { authorityWriters } from './observe/authority-times.ts';
import { isMachineSetManager } from './sync/shared/machine-set-fields.ts';

/**
 * Drops who wrote which field, a third of an object's size, except for the one writer that sync must know and the times at which
 * authority was asked for: for an informer's cache, and for what a write gives back.
 */
export function keepManagers(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata;
  if (!Array.isArray(managedFields)) return object;
  const kept = [...managedFields.filter(isMachineSetManager), ...authorityWriters(object)];
  return { ...object, metadata: kept.length === 0 ? metadata : { ...metadata, managedFields: kept } };
}
