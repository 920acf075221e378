import type { KubeObject } from '@capstan/kube';
import { ownersOf, setOwnerOf } from '../sync/shared/object.ts';
import type { MoveFacts } from './facts.ts';
import type { MoveName } from './object-name.ts';
import { priorOf, runOf } from './prior.ts';
import { type MoveRequest, rollbackId } from './request.ts';

/** The objects that a request means. */
export interface Chosen {
  readonly sets: readonly KubeObject[];
  readonly machines: readonly KubeObject[];
  /** Machines of those sets that stay with the API that acts on them. */
  readonly staying: readonly KubeObject[];
  /** Named, and not there. */
  readonly missing: readonly MoveName[];
  /** Moved by the run that is to be taken back, and not to say where they were. */
  readonly unreadable: readonly KubeObject[];
}

/** The cluster as far as choosing goes. */
export type Choosable = Pick<MoveFacts, 'machines' | 'machineSets' | 'selected'>;

/** Finds what is meant. Machines of a ControlPlaneMachineSet are meant only by their own names, to be told that they cannot move. */
export function choose(request: MoveRequest, { machines, machineSets, selected }: Choosable): Chosen {
  const named = (kind: MoveName['kind']) =>
    new Set(request.names.filter((each) => each.kind === kind).map(({ name }) => name));
  const setNames = named('MachineSet');
  const machineNames = named('Machine');
  const sets = machineSets.filter(
    ({ metadata: { name } }) => request.all || setNames.has(name) || selected?.has(name) === true,
  );
  const chosen = new Set(sets.map(({ metadata }) => metadata.name));
  const isMember = (machine: KubeObject) => chosen.has(setOf(machine) ?? '');
  const stands = (machine: KubeObject) => setOf(machine) === undefined && !isControlPlaneOwned(machine);
  const isMoved = (machine: KubeObject) =>
    machineNames.has(machine.metadata.name) ||
    (request.includeMachines && (isMember(machine) || (request.all && stands(machine))));
  const known = {
    MachineSet: new Set(machineSets.map(({ metadata }) => metadata.name)),
    Machine: new Set(machines.map(({ metadata }) => metadata.name)),
  };
  return {
    sets: sorted(sets),
    machines: sorted(machines.filter(isMoved)),
    staying: sorted(machines.filter((machine) => isMember(machine) && !isMoved(machine))),
    missing: request.names.filter(({ kind, name }) => !known[kind].has(name)),
    unreadable: [],
  };
}

/** What a run has moved, and what its way back has already taken back or is taking back. */
export function chooseRun(run: string, { machines, machineSets }: Omit<Choosable, 'selected'>): Chosen {
  const back = rollbackId(run);
  const isOfRun = (object: KubeObject) => [run, back].includes(runOf(object));
  const isReadable = (object: KubeObject) => priorOf(object) !== undefined;
  const [sets, members] = [machineSets.filter(isOfRun), machines.filter(isOfRun)];
  return {
    sets: sorted(sets.filter(isReadable)),
    machines: sorted(members.filter(isReadable)),
    staying: [],
    missing: [],
    unreadable: sorted([...sets, ...members].filter((object) => !isReadable(object))),
  };
}

/** The MachineSet that owns a Machine; undefined for one that stands alone. */
export function setOf(machine: KubeObject): string | undefined {
  return setOwnerOf(machine, 'machine.openshift.io')?.name;
}

/** True for a machine that a ControlPlaneMachineSet keeps: it is never Cluster API's. */
export function isControlPlaneOwned(machine: KubeObject): boolean {
  return ownersOf(machine).some(({ kind }) => kind === 'ControlPlaneMachineSet');
}

function sorted(objects: readonly KubeObject[]): KubeObject[] {
  return objects.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
