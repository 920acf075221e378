import { type Target, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Authority } from '../names.ts';
import { conditionOf } from '../sync/shared/object.ts';
import { type Batch, waveSize } from './batch.ts';
import { type Chosen, setOf } from './choose.ts';
import type { InstanceIdentity } from './identity.ts';
import type { MoveKind } from './object-name.ts';
import { type Prior, priorOf, runOf, specAuthority, templateAuthority } from './prior.ts';
import { type Asked, authorityOf } from './request.ts';

/** One change of one object, and what is waited for after it. */
export interface Move {
  readonly kind: MoveKind;
  readonly name: string;
  readonly uid: string;
  /** What `spec.authoritativeAPI` becomes; undefined where only the template changes. */
  readonly authority?: Authority;
  /** What `spec.template.spec.authoritativeAPI` becomes; undefined where it stays. */
  readonly template?: Authority;
  /** Who acts before it. */
  readonly from: string;
  /** It was asked for before: nothing is to be written, only waited for. */
  readonly isAsked: boolean;
  readonly prior: Prior;
  /** What the machine runs on. */
  readonly instance: InstanceIdentity;
}

/** What is to be done, wave by wave, and what is not. */
export interface PlannedMoves {
  readonly waves: readonly (readonly Move[])[];
  /** Objects that are where they are to be. */
  readonly done: readonly KubeObject[];
}

/** What a plan is made for. */
export interface PlanMovesOptions {
  readonly run: string;
  /** The direction of all of its moves. */
  readonly target: Target;
  readonly asked: Asked;
  readonly batch: Batch;
  /** What a machine runs on, of all of its halves. */
  instanceOf(machine: KubeObject): InstanceIdentity;
}

type Wanted = { readonly spec: Authority; readonly template?: Authority };

/**
 * Puts what is to move into waves. Within a set, to Cluster API: what its new machines get, the machines, the set last; to
 * Machine API: the set first, then what its new machines get, since that is locked while Cluster API acts, and the machines.
 */
export function planMoves(chosen: Chosen, options: PlanMovesOptions): PlannedMoves {
  const machines = new Map<string, readonly Move[]>();
  const done: KubeObject[] = [];
  for (const machine of chosen.machines) {
    const move = authorityMove(machine, options);
    const set = setOf(machine) ?? '';
    if (move === undefined) done.push(machine);
    else machines.set(set, [...(machines.get(set) ?? []), move]);
  }
  const groups: Group[] = [];
  for (const set of chosen.sets) {
    const members = machines.get(set.metadata.name) ?? [];
    machines.delete(set.metadata.name);
    const authority = authorityMove(set, options);
    const template = templateMove(set, options);
    if (authority === undefined && template === undefined) done.push(set);
    groups.push({ authority, template, members });
  }
  for (const members of machines.values()) groups.push({ authority: undefined, template: undefined, members });
  const total = groups.reduce((sum, { members, authority }) => sum + members.length + (authority ? 1 : 0), 0);
  return { waves: inWaves(groups, options.target, waveSize(options.batch, total)), done };
}

interface Group {
  readonly authority: Move | undefined;
  readonly template: Move | undefined;
  readonly members: readonly Move[];
}

function inWaves(groups: readonly Group[], target: Target, size: number): Move[][] {
  const waves: Move[][] = [];
  const sizes: number[] = [];
  const put = (move: Move, wave: number, weight: number): void => {
    while (waves.length <= wave) {
      waves.push([]);
      sizes.push(0);
    }
    waves[wave]?.push(move);
    sizes[wave] = (sizes[wave] ?? 0) + weight;
  };
  const place = (move: Move, earliest: number): number => {
    let wave = earliest;
    while ((sizes[wave] ?? 0) >= size) wave += 1;
    put(move, wave, 1);
    return wave;
  };
  for (const { authority, template, members } of groups) {
    if (target === 'machine-api') {
      const after = authority === undefined ? 0 : place(authority, 0) + 1;
      if (template !== undefined) put(template, after, 0);
      for (const member of members) place(member, after);
      continue;
    }
    if (members.length === 0) {
      if (authority !== undefined) place(withTemplate(authority, template), 0);
      else if (template !== undefined) put(template, 0, 0);
      continue;
    }
    const placed = members.map((member) => ({ member, wave: place(member, 0) }));
    if (template !== undefined) {
      // Before the machines of its wave: a machine made meanwhile is then of the new kind.
      const first = Math.min(...placed.map(({ wave }) => wave));
      waves[first]?.unshift(template);
    }
    if (authority !== undefined) place(authority, Math.max(...placed.map(({ wave }) => wave)) + 1);
  }
  return waves.filter((wave) => wave.length > 0);
}

/** One write for both, where nothing has to come between. What was asked before is not asked again. */
function withTemplate(authority: Move, template: Move | undefined): Move {
  if (template?.template === undefined) return authority;
  return { ...authority, template: template.template, isAsked: false };
}

function wantedOf(object: KubeObject, { asked, target, run }: PlanMovesOptions): Wanted {
  const all = authorityOf(target);
  if ('request' in asked) return object.kind === 'MachineSet' ? { spec: all, template: all } : { spec: all };
  // What the way back has begun says where it goes by what the run had made of it.
  const prior = priorOf(object);
  if (runOf(object) === run || prior === undefined) return { spec: all, template: all };
  return { spec: prior.spec, template: prior.template ?? prior.spec };
}

function authorityMove(object: KubeObject, options: PlanMovesOptions): Move | undefined {
  const wanted = wantedOf(object, options);
  const now = textAt(object, 'status', 'authoritativeAPI') ?? '';
  const isAsked = specAuthority(object) === wanted.spec;
  if (isAsked && now === wanted.spec && isSettled(object)) return undefined;
  return { ...moveOf(object, options), authority: wanted.spec, isAsked };
}

function templateMove(set: KubeObject, options: PlanMovesOptions): Move | undefined {
  const { template } = wantedOf(set, options);
  if (template === undefined || templateAuthority(set) === template) return undefined;
  // It is locked while Machine API does not act, and says nothing as long as Cluster API makes the machines.
  const acts = textAt(set, 'status', 'authoritativeAPI') ?? '';
  if (template === 'ClusterAPI' && (acts === 'ClusterAPI' || acts === 'Migrating')) return undefined;
  return { ...moveOf(set, options), template, isAsked: false };
}

/** False while it waits for the first synchronization under the authority that it has. */
function isSettled(object: KubeObject): boolean {
  return conditionOf(object, 'Synchronized')?.['reason'] !== 'AuthoritativeAPIChanged';
}

function moveOf(object: KubeObject, { run, asked, instanceOf }: PlanMovesOptions): Omit<Move, 'isAsked'> {
  const isSet = object.kind === 'MachineSet';
  const instance = isSet ? {} : instanceOf(object);
  const known = runOf(object) === run ? priorOf(object) : undefined;
  return {
    kind: isSet ? 'MachineSet' : 'Machine',
    name: object.metadata.name,
    uid: object.metadata.uid ?? '',
    from: textAt(object, 'status', 'authoritativeAPI') ?? '',
    // A run that goes on remembers what it found first.
    prior: known ?? {
      spec: specAuthority(object),
      ...(isSet && { template: templateAuthority(object) }),
      ...(!isSet && { instance }),
      asked,
    },
    instance: known?.instance ?? instance,
  };
}
