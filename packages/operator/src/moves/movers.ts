import type { KubeObject } from '@capstan/kube';
import type { Mover } from './checks/finding.ts';
import type { MoveFacts } from './facts.ts';
import type { MoveName } from './object-name.ts';
import type { Move } from './plan-moves.ts';

/** The objects whose authority has yet to change hands, with their halves; what is under way is not judged again. */
export function moversOf(
  moves: readonly Move[],
  facts: Pick<MoveFacts, 'machines' | 'machineSets' | 'capiMachines' | 'capiMachineSets' | 'infraMachines'>,
): Mover[] {
  const halves = {
    Machine: { mapi: byName(facts.machines), capi: byName(facts.capiMachines), infra: byName(facts.infraMachines) },
    MachineSet: { mapi: byName(facts.machineSets), capi: byName(facts.capiMachineSets), infra: new Map() },
  };
  return moves.flatMap(({ kind, name, authority, isAsked, from }) => {
    const object = halves[kind].mapi.get(name);
    if (authority === undefined || isAsked || object === undefined || from === 'Migrating' || from === authority)
      return [];
    return [{ name: { kind, name }, object, capi: halves[kind].capi.get(name), infra: halves[kind].infra.get(name) }];
  });
}

function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [object.metadata.name, object]));
}

/** The Machine API half of what moves. */
export function machineHalfOf(
  { kind, name }: MoveName,
  { machines, machineSets }: Pick<MoveFacts, 'machines' | 'machineSets'>,
): KubeObject | undefined {
  return (kind === 'Machine' ? machines : machineSets).find(({ metadata }) => metadata.name === name);
}
