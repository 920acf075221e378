import type { JsonObject } from '@capstan/api';
import type { Problem } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';

/**
 * The MachineSet that owns a Machine, as data: the live reference needs the uid of the set on the other side, which only
 * the operator knows. A Machine without one is owned by the Cluster in Cluster API and by nothing in Machine API.
 */
export interface Owner {
  readonly kind: 'MachineSet';
  readonly name: string;
  readonly controller: boolean;
  readonly blockOwnerDeletion: boolean;
}

/** The owner, or why it has no counterpart. Problems are paths below metadata.ownerReferences. */
export type OwnerResult =
  | { readonly owner: Owner | undefined; readonly problem?: undefined }
  | { readonly problem: Problem };

/** Reads the owner of a Machine API object. MachineSets must have none. */
export function ownerInMachineApi(kind: 'Machine' | 'MachineSet', references: readonly unknown[]): OwnerResult {
  return read(kind, references, {
    machineSet: 'machine.openshift.io',
    free: () => false,
    other: (reference) =>
      reference.kind === 'ControlPlaneMachineSet'
        ? {
            code: 'OwnedByControlPlaneMachineSet',
            message: `the ControlPlaneMachineSet ${reference.name} owns this Machine`,
            hint: 'Leave it: control plane machines stay with their ControlPlaneMachineSet.',
          }
        : undefined,
  });
}

/** Reads the owner of a Cluster API object. A Cluster may own anything and is not kept: it is implied. */
export function ownerInClusterApi(kind: 'Machine' | 'MachineSet', references: readonly unknown[]): OwnerResult {
  return read(kind, references, {
    machineSet: 'cluster.x-k8s.io',
    free: (reference) => reference.kind === 'Cluster' && groupOf(reference.apiVersion) === 'cluster.x-k8s.io',
    other: () => undefined,
  });
}

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly value: JsonObject;
}

function read(
  kind: 'Machine' | 'MachineSet',
  references: readonly unknown[],
  rules: { machineSet: string; free(reference: Reference): boolean; other(reference: Reference): Problem | undefined },
): OwnerResult {
  const known = references.map((value) => toReference(asObject(value) ?? {}));
  const owners = known
    .map((reference, index) => ({ reference, index }))
    .filter(({ reference }) => !rules.free(reference));
  for (const { reference, index } of owners) {
    const special = rules.other(reference);
    if (special !== undefined) return { problem: { ...special, at: [index], value: reference.value } };
  }
  const [first] = owners;
  if (first === undefined) return { owner: undefined };
  const { reference, index } = first;
  if (owners.length > 1) {
    return {
      problem: {
        code: 'UnsupportedOwner',
        message: `has ${owners.length} owners; at most one MachineSet can be mirrored`,
        hint: 'Remove the owner references that do not belong.',
        value: references.length,
      },
    };
  }
  const isSet =
    kind === 'Machine' && reference.kind === 'MachineSet' && groupOf(reference.apiVersion) === rules.machineSet;
  if (!isSet) {
    return {
      problem: {
        code: 'UnsupportedOwner',
        at: [index],
        value: reference.value,
        message: `is owned by ${reference.kind} ${reference.name}, which has no counterpart on the other side`,
        hint:
          kind === 'MachineSet'
            ? 'Only MachineSets that nothing owns can be moved.'
            : 'Only Machines that a MachineSet or nothing owns can be moved.',
      },
    };
  }
  const { controller, blockOwnerDeletion } = reference.value;
  return {
    owner: {
      kind: 'MachineSet',
      name: reference.name,
      controller: controller === true,
      blockOwnerDeletion: blockOwnerDeletion === true,
    },
  };
}

function toReference(value: JsonObject): Reference {
  const text = (field: string) => (typeof value[field] === 'string' ? value[field] : '');
  return { apiVersion: text('apiVersion'), kind: text('kind'), name: text('name'), value };
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? '';
}
