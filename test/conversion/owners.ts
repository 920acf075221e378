import { randomUUID } from 'node:crypto';
import type { Owner } from '@capstan/convert';
import type { Stored } from './strict.ts';

/**
 * A stored object with the owner reference that the operator gives it: to the set of the same name in its own API. What is
 * printed has none, since a file can't know the uid.
 */
export function withOwner(object: Stored, owner: Owner | undefined): Stored {
  if (owner === undefined) return object;
  const { kind, name, controller, blockOwnerDeletion } = owner;
  const reference = { apiVersion: object.apiVersion, kind, name, uid: randomUUID(), controller, blockOwnerDeletion };
  return { ...object, metadata: { ...object.metadata, ownerReferences: [reference] } } as Stored;
}
