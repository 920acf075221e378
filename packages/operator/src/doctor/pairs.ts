import type { KubeObject } from '@capstan/kube';
import type { Halves } from '../status/waits-for.ts';
import { ownersOf } from '../sync/shared/object.ts';
import { infraNameOf } from '../sync/shared/references.ts';
import type { DoctorFacts } from './facts.ts';

/** A Machine or MachineSet of Machine API with what mirrors it. */
export interface Pair extends Halves {
  readonly kind: 'Machine' | 'MachineSet';
  readonly name: string;
}

/** The objects of Machine API that sync keeps, sets first. A ControlPlaneMachineSet keeps its own. */
export function pairsOf(facts: DoctorFacts): readonly Pair[] {
  const known = memory.get(facts);
  if (known !== undefined) return known;
  const capiSets = byName(facts.capiMachineSets);
  const capiMachines = byName(facts.capiMachines);
  const infra = byName(facts.infraMachines);
  const sets = facts.machineSets.map((mapi): Pair => {
    const { name } = mapi.metadata;
    return { kind: 'MachineSet', name, mapi, capi: capiSets.get(name), infra: undefined };
  });
  const machines = facts.machines.filter(isKept).map((mapi): Pair => {
    const { name } = mapi.metadata;
    const capi = capiMachines.get(name);
    return { kind: 'Machine', name, mapi, capi, infra: infra.get(infraNameOf(capi) ?? name) };
  });
  const pairs = [...sets, ...machines];
  memory.set(facts, pairs);
  return pairs;
}

/** Every check asks for them. */
const memory = new WeakMap<DoctorFacts, readonly Pair[]>();

/** Objects by their names, which are those of their other halves. */
export function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [object.metadata.name, object]));
}

function isKept(machine: KubeObject): boolean {
  return !ownersOf(machine).some(({ kind }) => kind === 'ControlPlaneMachineSet');
}
