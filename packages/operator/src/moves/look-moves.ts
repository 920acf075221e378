import type { Target } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Batch } from './batch.ts';
import type { Finding } from './checks/finding.ts';
import { choose, chooseRun } from './choose.ts';
import type { MoveFacts } from './facts.ts';
import { gatherMoveFacts, gatherPlannedFacts, type MoveWorld } from './gather-facts.ts';
import { identityOf } from './identity.ts';
import { machineHalfOf, moversOf } from './movers.ts';
import { type Move, planMoves } from './plan-moves.ts';
import { preflight } from './preflight.ts';
import { priorOf, runOf, specAuthority } from './prior.ts';
import { type Asked, authorityOf, type MoveRequest, makeRunId, markOf, opposite, rollbackId } from './request.ts';

/** What is wanted of a plan: something new, that a run goes on, or that it is taken back. */
export type Wanted = { readonly request: MoveRequest } | { readonly resume: string } | { readonly rollback: string };

/** What is to be done and what is in the way. */
export interface MovePlan {
  readonly run: string;
  readonly target: Target;
  readonly asked: Asked;
  /** The run has begun before: this goes on with it. */
  readonly isResumed: boolean;
  readonly waves: readonly (readonly Move[])[];
  /** Objects that are where they are to be, and machines of the sets that stay. */
  readonly done: readonly KubeObject[];
  readonly staying: readonly KubeObject[];
  readonly findings: readonly Finding[];
  readonly facts: MoveFacts;
  readonly acknowledgesUnproven: boolean;
  /** All halves of all that moves, as they are before: what is worth saving. */
  readonly before: readonly KubeObject[];
}

/** No plan can be made of what was asked. */
export interface NoPlan {
  readonly message: string;
  readonly hint: string;
}

/** How a plan is made. */
export interface LookOptions {
  readonly batch: Batch;
  readonly acknowledgesUnproven: boolean;
}

/** Reads the cluster, makes the plan, and judges it. Changes nothing; each change is tried without being stored. */
export async function lookMoves(
  world: MoveWorld,
  wanted: Wanted,
  options: LookOptions,
  signal: AbortSignal,
): Promise<MovePlan | NoPlan> {
  let facts = await gatherMoveFacts(world, 'request' in wanted ? wanted.request.selector : '', signal);
  const begun = begin(wanted, facts);
  if ('message' in begun) return begun;
  const { run, asked, isResumed } = begun;
  if (!('request' in wanted) && 'request' in asked && asked.request.selector !== '') {
    facts = await gatherMoveFacts(world, asked.request.selector, signal);
  }
  const chosen = 'request' in asked ? choose(asked.request, facts) : chooseRun(asked.rollback, facts);
  const target = targetOf(asked, facts);
  if (target === undefined) return noSuchRun('rollback' in asked ? asked.rollback : run);
  const { waves, done } = planMoves(chosen, {
    run,
    target,
    asked,
    batch: options.batch,
    instanceOf: (machine) => identityOf(halvesOf(machine, facts)),
  });
  const moves = waves.flat();
  const planned = await gatherPlannedFacts(
    world,
    facts,
    moves,
    { target, run, acknowledgesUnproven: options.acknowledgesUnproven },
    signal,
  );
  const findings = preflight({
    facts: { ...facts, ...planned },
    target,
    from: authorityOf(opposite(target)),
    chosen,
    moves,
    movers: moversOf(moves, facts),
    acknowledgesUnproven: options.acknowledgesUnproven,
    isBack: 'rollback' in asked,
  });
  return {
    run,
    target,
    asked,
    isResumed,
    waves,
    done,
    staying: chosen.staying,
    findings,
    facts,
    acknowledgesUnproven: options.acknowledgesUnproven,
    before: beforeOf(moves, facts),
  };
}

interface Begun {
  readonly run: string;
  readonly asked: Asked;
  readonly isResumed: boolean;
}

function begin(wanted: Wanted, facts: MoveFacts): Begun | NoPlan {
  const all = [...facts.machineSets, ...facts.machines];
  if ('rollback' in wanted) {
    const run = rollbackId(wanted.rollback);
    const isResumed = all.some((object) => runOf(object) === run);
    return { run, asked: { rollback: wanted.rollback }, isResumed };
  }
  if ('resume' in wanted) {
    const asked = all.find((object) => runOf(object) === wanted.resume && priorOf(object)?.asked !== undefined);
    const known = asked && priorOf(asked)?.asked;
    return known === undefined ? noSuchRun(wanted.resume) : { run: wanted.resume, asked: known, isResumed: true };
  }
  const { request } = wanted;
  const goesOn = lastRunOf(request, all);
  return { run: goesOn ?? makeRunId(request, facts.now), asked: wanted, isResumed: goesOn !== undefined };
}

/** The last run that was asked for in the same words and whose objects are still on their way or there. */
function lastRunOf(request: MoveRequest, all: readonly KubeObject[]): string | undefined {
  const mark = markOf(request);
  const authority = authorityOf(request.target);
  return all
    .filter((object) => runOf(object).endsWith(`-${mark}`) && specAuthority(object) === authority)
    .map(runOf)
    .toSorted()
    .at(-1);
}

/** The way back goes against the direction in which the run went. */
function targetOf(asked: Asked, { machines, machineSets }: MoveFacts): Target | undefined {
  if ('request' in asked) return asked.request.target;
  const objects = [...machineSets, ...machines];
  const of = (run: string) => objects.find((object) => runOf(object) === run && priorOf(object) !== undefined);
  const moved = of(asked.rollback);
  if (moved !== undefined) return priorOf(moved)?.spec === 'ClusterAPI' ? 'cluster-api' : 'machine-api';
  // All of it has been asked back already: what the way back found is what the run had made.
  const back = of(rollbackId(asked.rollback));
  if (back === undefined) return undefined;
  return priorOf(back)?.spec === 'ClusterAPI' ? 'machine-api' : 'cluster-api';
}

function noSuchRun(run: string): NoPlan {
  return {
    message: `no object has been moved last by the run ${run}`,
    hint: 'See which runs there are: oc get machinesets.machine.openshift.io,machines.machine.openshift.io -A -o yaml | grep migration-run.',
  };
}

function halvesOf({ metadata: { name } }: KubeObject, facts: MoveFacts) {
  const named = (objects: readonly KubeObject[]) => objects.find(({ metadata }) => metadata.name === name);
  return { mapi: named(facts.machines), capi: named(facts.capiMachines), infra: named(facts.infraMachines) };
}

function beforeOf(moves: readonly Move[], facts: MoveFacts): KubeObject[] {
  const seen = new Set<string>();
  return moves.flatMap((move) => {
    const key = `${move.kind}/${move.name}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const mapi = machineHalfOf(move, facts);
    const named = (objects: readonly KubeObject[]) => objects.find(({ metadata }) => metadata.name === move.name);
    const halves =
      move.kind === 'Machine'
        ? [mapi, named(facts.capiMachines), named(facts.infraMachines)]
        : [mapi, named(facts.capiMachineSets)];
    return halves.filter((half) => half !== undefined);
  });
}
