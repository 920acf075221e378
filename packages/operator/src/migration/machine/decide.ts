import type { KubeObject } from '@capstan/kube';
import { decideMachine } from '../../sync/machine/decide.ts';
import { type MachineDecision, type MachineState, write } from '../../sync/machine/state.ts';
import { mirrorToClusterApi } from '../../sync/machine/to-cluster-api.ts';
import { mirrorToMachineApi } from '../../sync/machine/to-machine-api.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { pauseWrite } from '../../sync/shared/release.ts';
import { unpauseInfraWrite, unpauseWrite } from '../../sync/shared/verdict.ts';
import { acknowledgedBy, hasStopped, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { decideCourse, type Migrating } from '../shared/decide-course.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { held, type Options } from '../shared/hold.ts';
import { notStopped } from '../shared/obstacle.ts';
import { backStep, isReleased, stepDecision, stopWrite, switchStep } from '../shared/writes.ts';
import { isPair, obstacleTo, type Pair } from './obstacles.ts';

/**
 * The next write that hands a Machine over, or why there is none. Pure, and decided on live objects: an acknowledgement that a cache
 * remembers may be of another time. Killed after any of the writes it goes on with the next; the order of them is that of the table
 * in the architecture (ADR 15).
 */
export function decideMachineMigration(state: MachineState, options: Options): MachineDecision {
  const { mapi, capi, infra, env } = state;
  if (mapi === undefined) return { kind: 'done' };
  return decideCourse(mapi, [capi, infra], env, options, {
    plan: () => decideMachine({ ...state, env: { ...env, handsOver: false } }),
    obstacle: (course, plan) => obstacleTo(state, course, plan),
    migrating: (course) => (course.to === 'ClusterAPI' ? toClusterApi : toMachineApi)(state, mapi, course),
  });
}

function toClusterApi(state: MachineState, mapi: KubeObject, course: Migrating): MachineDecision {
  const { capi, infra, env } = state;
  // Sealed: Cluster API may act already, so there is no way but forward, and nothing is copied any more.
  if (isReleased(infra) || isReleased(capi))
    return release(state) ?? stepDecision(switchStep(mapi, 'ClusterAPI', env.now));
  const why = whyBack(state, course);
  if (why !== undefined) return backToMachineApi(state, mapi, why);
  if (!machineApiStoppedFor(mapi, 'Migrating')) return held(notStopped('Machine API'));
  const last = mirrorToClusterApi(state, mapi, 'MachineAPI');
  if (last.kind === 'failed')
    return backToMachineApi(state, mapi, `it cannot be synchronized: ${last.failure.message}`);
  if (last.kind !== 'done') return last;
  if (!isPair(state)) throw new Error('what is synchronized is there on both sides');
  const silent = [state.capi, state.infra].find((half) => !hasStopped(half));
  if (silent !== undefined) return held(notStopped(`the controller of ${silent.kind}`));
  const against = againstFacts(state, course);
  if (against !== undefined) return backToMachineApi(state, mapi, against);
  return release(state) ?? { kind: 'done' };
}

/** The infra machine first: the Machine's controller waits for it, and not the other way round. */
function release({ capi, infra }: MachineState): MachineDecision | undefined {
  const infraWrite = infra === undefined ? undefined : unpauseInfraWrite(infra);
  if (infraWrite !== undefined) return write('infra', infraWrite);
  const machineWrite = capi === undefined ? undefined : unpauseWrite(capi);
  return machineWrite === undefined ? undefined : write('capi', machineWrite);
}

function toMachineApi(state: MachineState, mapi: KubeObject, course: Migrating): MachineDecision {
  // All that may turn it back is asked first, whatever is paused by then: turning back takes several writes.
  const why = whyBack(state, course);
  if (why !== undefined) return backToClusterApi(state, mapi, why);
  if (!isPair(state)) return backToClusterApi(state, mapi, 'one of its Cluster API objects is gone');
  const last = mirrorToMachineApi(state, { isLast: true });
  if (last.kind === 'failed')
    return backToClusterApi(state, mapi, `it cannot be synchronized: ${last.failure.message}`);
  const against = againstFacts(state, course);
  if (against !== undefined) return backToClusterApi(state, mapi, against);
  // The Machine first, whose controller tells the provider's what to do.
  for (const slot of ['capi', 'infra'] as const) {
    const stop = stopWrite(state[slot]);
    if (stop !== undefined) return write(slot, stop);
  }
  const silent = [state.capi, state.infra].find((half) => !hasStopped(half));
  if (silent !== undefined) return held(notStopped(`the controller of ${silent.kind}`));
  return last.kind === 'done' ? stepDecision(switchStep(mapi, 'MachineAPI', state.env.now)) : last;
}

/** Why the API that acted before is to act again; undefined where the migration goes on. */
function whyBack({ mapi, capi, infra }: MachineState, { isCancelled }: Migrating): string | undefined {
  if (isCancelled) return 'the migration was cancelled';
  const going = [mapi, capi, infra].find((object) => object !== undefined && isDeleting(object));
  return going === undefined ? undefined : `${going.kind} ${going.metadata.name} was deleted, which is its work`;
}

/** What was edited in the meantime may have made the hand-over one that must not be done. */
function againstFacts({ mapi, capi, infra, env }: Pair, { from, to }: Migrating): string | undefined {
  const object = from === 'MachineAPI' ? mapi : capi;
  return handoverObstacle(env.platform, { object, mapi, infra, to })?.message;
}

function backToMachineApi({ capi, infra }: MachineState, mapi: KubeObject, why: string): MachineDecision {
  for (const [slot, object] of [
    ['capi', capi],
    ['infra', infra],
  ] as const) {
    if (object === undefined) continue;
    const pause = pauseWrite(object);
    if (pause !== undefined) return write(slot, pause);
    if (acknowledgedBy(object)?.isPaused === false) return held(notStopped(`the controller of ${object.kind}`));
  }
  return stepDecision(backStep(mapi, 'MachineAPI', why));
}

function backToClusterApi(state: MachineState, mapi: KubeObject, why: string): MachineDecision {
  return release(state) ?? stepDecision(backStep(mapi, 'ClusterAPI', why));
}
