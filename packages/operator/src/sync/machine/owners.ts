import type { Owner } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { clusterApiVersion, machineApiVersion } from '../../names.ts';
import { clusterOwner } from '../shared/mirror-object.ts';
import { isDeleting, type OwnerReference, setOwnerOf } from '../shared/object.ts';
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

/**
 * A Machine API Machine is owned by the MachineSet of that name, where there is one, else by nothing. The reference to a set that has
 * gone stays: by it garbage collection finds the mirror, and we know that nobody wanted the machine to go.
 */
export function machineApiOwners({ mapi, mapiSet }: MachineState, owner: Owner | undefined): readonly OwnerReference[] {
  if (owner === undefined) return [];
  const found = referenceTo(mapiSet, owner, machineApiVersion);
  if (found !== undefined) return [found];
  const before = mapi && setOwnerOf(mapi, 'machine.openshift.io');
  return before?.name === owner.name ? [before] : [];
}

function referenceTo(set: KubeObject | undefined, owner: Owner, apiVersion: string): OwnerReference | undefined {
  if (set === undefined || set.metadata.name !== owner.name || isDeleting(set)) return undefined;
  const { kind, name, controller, blockOwnerDeletion } = owner;
  return { apiVersion, kind, name, uid: set.metadata.uid ?? '', controller, blockOwnerDeletion };
}
