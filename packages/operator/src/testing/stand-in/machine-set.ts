import { asObject } from '@capstan/convert';
import type { KubeObject, Random } from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';
import { authorityStep } from './authority.ts';
import { isDeleting, specOf, statusOf, textOf } from './machine-fields.ts';
import { nameAlphabet, randomText } from './random-text.ts';
import type { Step } from './step.ts';

/** What to do next with a MachineSet. Machines are made and deleted after a live look at them only. */
export type MachineSetStep =
  | Step
  | { readonly kind: 'scale-up'; readonly by: number }
  | { readonly kind: 'scale-down'; readonly machines: readonly KubeObject[] };

/** The MachineSet that controls a Machine: the only bond between them, so none is adopted. */
export function controllingSetOf(machine: KubeObject): { readonly name: string; readonly uid: string } | undefined {
  const owners = machine.metadata['ownerReferences'];
  const list: readonly unknown[] = Array.isArray(owners) ? owners : [];
  const owner = list.map(asObject).find((each) => {
    return each?.['controller'] === true && each['kind'] === 'MachineSet' && each['apiVersion'] === machineApiVersion;
  });
  const [name, uid] = [textOf(owner, 'name'), textOf(owner, 'uid')];
  return name === undefined || uid === undefined ? undefined : { name, uid };
}

/** Decides it. `owned` are the Machines that the set controls. */
export function machineSetStep(
  set: KubeObject,
  owned: readonly KubeObject[],
  now: string,
  phases: boolean,
): MachineSetStep {
  const first = authorityStep(set, now);
  if (first !== undefined) return first;
  if (!phases || isDeleting(set)) return { kind: 'rest' };
  const members = owned.filter((machine) => !isDeleting(machine));
  const asked = specOf(set)['replicas'];
  const wanted = typeof asked === 'number' ? Math.max(0, asked) : 1;
  if (members.length < wanted) return { kind: 'scale-up', by: wanted - members.length };
  if (members.length > wanted) {
    const order = members.toSorted((a, b) => deletionRank(a, set) - deletionRank(b, set) || byName(a, b));
    return { kind: 'scale-down', machines: order.slice(0, members.length - wanted) };
  }
  return statusStep(set, members);
}

/** A new Machine of the set. */
export function machineOf(set: KubeObject, random: Random): KubeObject {
  const { name, namespace, uid } = set.metadata;
  const { template, authoritativeAPI } = specOf(set);
  const { metadata, spec } = asObject(template) ?? {};
  const { labels, annotations } = asObject(metadata) ?? {};
  const { authoritativeAPI: ofTemplate, ...rest } = asObject(spec) ?? {};
  const owner = { apiVersion: set.apiVersion, kind: set.kind, name, uid, controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: machineApiVersion,
    kind: 'Machine',
    metadata: {
      name: `${name}-${randomText(random, 5, nameAlphabet)}`,
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      ...(isStringMap(labels) && { labels }),
      ...(isStringMap(annotations) && { annotations }),
      ownerReferences: [owner],
    },
    // A set on its way to Cluster API makes no more Machines for Machine API, whatever its template says.
    spec: {
      ...rest,
      authoritativeAPI: authoritativeAPI === 'ClusterAPI' ? 'ClusterAPI' : (ofTemplate ?? 'MachineAPI'),
    },
  };
}

/** Lower goes first: what is marked, then what does not run, then by the policy's age. Equal for the policy Random. */
function deletionRank(machine: KubeObject, set: KubeObject): number {
  if (machine.metadata.annotations?.['machine.openshift.io/delete-machine'] !== undefined) return -2e15;
  if (!isReady(machine)) return -1e15;
  const age = Date.parse(machine.metadata.creationTimestamp ?? '') || 0;
  const policy = specOf(set)['deletePolicy'];
  return policy === 'Newest' ? -age : policy === 'Oldest' ? age : 0;
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function isReady(machine: KubeObject): boolean {
  const { nodeRef, phase } = statusOf(machine);
  return asObject(nodeRef) !== undefined && phase === 'Running';
}

function statusStep(set: KubeObject, members: readonly KubeObject[]): MachineSetStep {
  const status = statusOf(set);
  const wanted = Object.entries(asObject(asObject(asObject(specOf(set)['template'])?.['metadata'])?.['labels']) ?? {});
  const isLabelled = ({ metadata }: KubeObject) => wanted.every(([key, value]) => metadata.labels?.[key] === value);
  const ready = members.filter(isReady).length;
  const counts: Readonly<Record<string, number>> = {
    replicas: members.length,
    fullyLabeledReplicas: members.filter(isLabelled).length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: set.metadata.generation ?? 0,
  };
  // Machine API leaves a count of 0 out, so one that is absent is no other.
  const changed = Object.entries(counts).filter(([field, value]) => (status[field] ?? 0) !== value);
  if (changed.length === 0) return { kind: 'rest' };
  const patch = Object.fromEntries(changed.map(([field, value]) => [field, value === 0 ? null : value]));
  return { kind: 'patch', patch: { status: patch }, subresource: 'status' };
}

function isStringMap(value: unknown): value is Record<string, string> {
  const map = asObject(value);
  return map !== undefined && Object.values(map).every((each) => typeof each === 'string');
}
