import type { KubeObject } from '@capstan/kube';
import { finalizersOf, ownersOf } from '../sync/shared/object.ts';
import type { UninstallFacts } from './facts.ts';
import type { Refusal } from './refusals.ts';
import { roles } from './roles.ts';

/** A pair that stays, by its name on both sides. */
export interface Kept {
  readonly of: 'Machine' | 'MachineSet';
  readonly name: string;
  readonly refusal: Refusal;
}

/** Pairs that can't be taken apart yet: what a set owns stays with it, so the set stays with that. */
export function keptOf(facts: UninstallFacts): Kept[] {
  const kept: Kept[] = [];
  const keep = (of: Kept['of'], object: KubeObject, why: string, hint: string) =>
    kept.push({
      of,
      name: object.metadata.name,
      refusal: { kind: object.kind, name: object.metadata.name, why, hint },
    });
  const mapi = new Set(facts.machines.map(({ metadata }) => metadata.name));
  for (const [role, objects] of [
    ['infraMachine', facts.infraMachines],
    ['machine', facts.capiMachines],
    ['machineSet', facts.capiMachineSets],
  ] as const) {
    for (const object of objects.filter(roles[role].isOurs)) {
      const of = role === 'machineSet' ? 'MachineSet' : 'Machine';
      const others = finalizersOf(object).filter((finalizer) => !roles[role].holds(finalizer));
      if (others.length > 0) {
        keep(
          of,
          object,
          `others hold it by ${others.join(', ')}`,
          'See whose finalizers they are, and remove what put them there.',
        );
      } else if (of === 'Machine' && !mapi.has(object.metadata.name)) {
        const why = 'there is no Machine of this name in Machine API, so nobody else knows whether an instance runs';
        keep(
          of,
          object,
          why,
          'Run the operator until it has ended this pair, or see to the instance and delete the object by hand.',
        );
      }
      const made = facts.ofProvider.find((each) => ownersOf(each).some(({ uid }) => uid === object.metadata.uid));
      if (made !== undefined) {
        const why = `the provider has a ${made.kind} ${made.metadata.name} for it and acts on that, paused or not`;
        const hint = `Annotate it with cluster.x-k8s.io/paused, then remove its finalizer and delete it; it would destroy the machine otherwise.`;
        keep(of, object, why, hint);
      }
    }
  }
  const keptMachines = new Set(kept.filter(({ of }) => of === 'Machine').map(({ name }) => name));
  for (const set of facts.capiMachineSets.filter(roles.machineSet.isOurs)) {
    const member = facts.capiMachines.find(
      (machine) =>
        ownersOf(machine).some(({ uid }) => uid === set.metadata.uid) &&
        (!roles.machine.isOurs(machine) || keptMachines.has(machine.metadata.name)),
    );
    if (member === undefined) continue;
    keep('MachineSet', set, `it owns Machine ${member.metadata.name}, which stays`, 'See to that one first.');
  }
  return kept;
}
