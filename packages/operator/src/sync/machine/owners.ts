import type { Owner } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { clusterApiVersion, machineApiVersion } from '../../names.ts';
import { clusterOwner } from '../shared/mirror-object.ts';
import { isDeleting, type OwnerReference, setOwnerOf } from '../shared/object.ts';
import { failureOf } from '../shared/synchronized.ts';
import type { MachineState } from './state.ts';

/** The owners of a mirror; a text where the owner is still to come. */
export type Owners = readonly OwnerReference[] | string;

/** A Cluster API Machine is owned by the mirror of the MachineSet that owns the Machine, else by the Cluster. */
export function clusterApiOwners({ capiSet, env }: MachineState, owner: Owner | undefined): Owners {
  if (owner !== undefined) {
    const found = referenceTo(capiSet, owner, clusterApiVersion);
    return found === undefined ? `the Cluster API MachineSet ${owner.name}, which is to own the mirror` : [found];
  }
  const owners = clusterOwner(env);
  return owners.length === 0 ? `the Cluster ${env.infrastructureName}, which is to own the mirror` : owners;
}

/** Why the mirror of the set that owns a Machine does not come, where the set says so; undefined while it is on its way. */
export function whySetFails({ mapiSet, capiSet }: MachineState): string | undefined {
  const failure = mapiSet === undefined || capiSet !== undefined ? undefined : failureOf(mapiSet);
  if (mapiSet === undefined || failure === undefined) return undefined;
  return `the MachineSet ${mapiSet.metadata.name}, which owns this Machine, is not synchronized, so this Machine has no mirror either. ${failure.reason}: ${failure.message} Mend the MachineSet first.`;
}

/**
 * A Machine API Machine is owned by the MachineSet of that name, where there is one, else by nothing. A mirror keeps a set that goes,
 * or that was made again since, as its owner: garbage collection is about to delete it, and only by that owner it shows that
 * nobody wants the machine gone. It is made again with the new one.
 */
export function machineApiOwners({ mapiSet, mapi }: MachineState, owner: Owner | undefined): readonly OwnerReference[] {
  if (owner === undefined) return [];
  const found = referenceTo(mapiSet, owner, machineApiVersion);
  const before = mapi && setOwnerOf(mapi, 'machine.openshift.io');
  if (before?.name === owner.name && before.uid !== found?.uid) return [before];
  return found === undefined ? [] : [found];
}

function referenceTo(set: KubeObject | undefined, owner: Owner, apiVersion: string): OwnerReference | undefined {
  if (set === undefined || set.metadata.name !== owner.name || isDeleting(set)) return undefined;
  const { kind, name, controller, blockOwnerDeletion } = owner;
  return { apiVersion, kind, name, uid: set.metadata.uid ?? '', controller, blockOwnerDeletion };
}
