import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { ownersOf } from '../sync/shared/object.ts';
import type { UninstallFacts } from './facts.ts';
import { type Kept, keptOf } from './kept.ts';
import { holderRefusal, movingRefusals, type Refusal } from './refusals.ts';
import { isMarked, type Role, roles } from './roles.ts';

/** One thing to do to one object. */
export interface Step {
  /** `delete`; `release`: take our marks off and leave it; both do nothing to what is not as it was seen. */
  readonly action: 'delete' | 'release';
  readonly role: Role;
  readonly object: KubeObject;
}

/** What is to be done, in this order, or why nothing is. */
export interface UninstallPlan {
  /** Any of these, and nothing is done. */
  readonly refusals: readonly Refusal[];
  /** What stays, with all that it is a pair with, until something else has been done about it. */
  readonly kept: readonly Refusal[];
  readonly steps: readonly Step[];
}

/**
 * Policies go first, since they lock the mirrors; then mirrors, members before their sets, so that nothing is left to garbage
 * collection; last what ties Machine API's objects to them. So a run that was cut short leaves pairs that an operator can
 * mend, and another run can end. `self` is the holder of the Lease that this run is.
 */
export function planUninstall(facts: UninstallFacts, now: Date, self = ''): UninstallPlan {
  const holder = holderRefusal(facts, now, self);
  const refusals = [...(holder === undefined ? [] : [holder]), ...movingRefusals(facts)];
  const kept = keptOf(facts);
  const names = (kind: 'Machine' | 'MachineSet') =>
    new Set(kept.filter((each: Kept) => each.of === kind).map((each) => each.name));
  const machineNames = names('Machine');
  const setNames = names('MachineSet');
  const isFree = (kept: ReadonlySet<string>) => (object: KubeObject) => !kept.has(object.metadata.name);
  const ours = (role: Role, objects: readonly KubeObject[], isWanted: (object: KubeObject) => boolean = () => true) =>
    objects.filter((object) => roles[role].isOurs(object) && isWanted(object));
  const deletes = (role: Role, objects: readonly KubeObject[]): Step[] =>
    objects.map((object) => ({ action: 'delete', role, object }));
  const releases = (role: Role, objects: readonly KubeObject[]): Step[] =>
    objects.map((object) => ({ action: 'release', role, object }));

  const infraMachines = ours('infraMachine', facts.infraMachines, isFree(machineNames));
  const machines = ours('machine', facts.capiMachines, isFree(machineNames));
  const sets = ours('machineSet', facts.capiMachineSets, isFree(setNames));
  const going = new Set([...machines, ...sets].map(({ metadata }) => metadata.uid));
  const staying = [...facts.capiMachines, ...facts.capiMachineSets].filter(({ metadata }) => !going.has(metadata.uid));
  const templates = ours('template', facts.templates);
  const isUsed = (template: KubeObject) => isReferred(template, staying) || hasOtherOwners(template, sets);
  const keptSets = facts.capiMachineSets.filter((set) => isMarked(set) && !going.has(set.metadata.uid));
  const isOfKept = (template: KubeObject) => isReferred(template, keptSets) || isOwnedBy(template, keptSets);
  const isClusterUsed = ({ metadata }: KubeObject) =>
    staying.some((object) => textAt(object, 'spec', 'clusterName') === metadata.name);
  const clusters = ours('cluster', facts.clusters).filter((each) => !isClusterUsed(each));
  const infraClusters = ours('infraCluster', facts.infraClusters).filter((each) => !isClusterUsed(each));
  const isLast = kept.length === 0;
  return {
    refusals,
    kept: [...kept.map(({ refusal }) => refusal), ...usedClusters(facts, isClusterUsed)],
    steps: [
      // An operator that is started meanwhile would bring the policies back from it.
      ...deletes('policyConfigMap', ours('policyConfigMap', facts.policyConfigMaps)),
      ...deletes('policy', ours('policy', facts.policies)),
      ...deletes('infraMachine', infraMachines),
      ...deletes('machine', machines),
      ...deletes('machineSet', sets),
      ...deletes(
        'template',
        templates.filter((each) => !isUsed(each)),
      ),
      ...releases(
        'template',
        templates.filter((each) => isUsed(each) && !isOfKept(each)),
      ),
      ...deletes('infraCluster', infraClusters),
      ...deletes('cluster', clusters),
      ...deletes('secret', isLast ? ours('secret', facts.secrets) : []),
      ...releases('source', ours('source', facts.machines, isFree(machineNames))),
      ...releases('source', ours('source', facts.machineSets, isFree(setNames))),
      ...deletes('lease', isLast && facts.lease !== undefined ? ours('lease', [facts.lease]) : []),
    ],
  };
}

/** Whether a set refers to a template. */
function isReferred({ kind, metadata }: KubeObject, by: readonly KubeObject[]): boolean {
  return by.some((object) => {
    const ref = asObject(asObject(asObject(asObject(object['spec'])?.['template'])?.['spec'])?.['infrastructureRef']);
    return ref?.['kind'] === kind && ref['name'] === metadata.name;
  });
}

function isOwnedBy(template: KubeObject, sets: readonly KubeObject[]): boolean {
  return ownersOf(template).some(({ uid }) => sets.some(({ metadata }) => metadata.uid === uid));
}

function hasOtherOwners(template: KubeObject, sets: readonly KubeObject[]): boolean {
  const uids = new Set(sets.map(({ metadata }) => metadata.uid));
  return ownersOf(template).some(({ kind, uid }) => kind !== 'Cluster' && !uids.has(uid));
}

function usedClusters(facts: UninstallFacts, isUsed: (cluster: KubeObject) => boolean): Refusal[] {
  return facts.clusters
    .filter((cluster) => roles.cluster.isOurs(cluster) && isUsed(cluster))
    .map(({ kind, metadata: { name } }) => ({
      kind,
      name,
      why: 'machines of Cluster API that stay belong to it',
      hint: 'It stays with them.',
    }));
}
