import { annotations } from '../../names.ts';
import { decideMachineSet } from '../../sync/machine-set/decide.ts';
import type { MachineSetDecision, MachineSetState } from '../../sync/machine-set/state.ts';
import type { Course } from '../../sync/shared/course.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { hasStopped, isActive, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { isLastWord } from '../shared/last-word.ts';
import { type Obstacle, passing, standing } from '../shared/obstacle.ts';
import { isReleased } from '../shared/writes.ts';
import { whyNotWhole } from './members.ts';

/** The first of the preconditions of a set's migration that does not hold; undefined where it may begin. */
export function obstacleTo(
  state: MachineSetState,
  { from, to }: Extract<Course, { kind: 'asked' }>,
): Obstacle | undefined {
  const { mapi, capi, env } = state;
  if (mapi === undefined || capi === undefined)
    return notInStep(state) ?? passing('the mirror of the MachineSet to be made');
  const going = [mapi, capi].find(isDeleting);
  if (going !== undefined)
    return standing(`the MachineSet ${going.metadata.namespace}/${going.metadata.name} is being deleted`);
  const autoscaler = mapi.metadata.annotations?.[annotations.autoscaledBy];
  if (autoscaler !== undefined) {
    return standing(
      `the MachineAutoscaler ${autoscaler} scales it, and would go on with the wrong side. Delete it (oc delete machineautoscalers.autoscaling.openshift.io ${autoscaler} -n ${mapi.metadata.namespace}), and make one for the set that acts afterwards.`,
    );
  }
  return (
    handoverObstacle(env.platform, { object: from === 'MachineAPI' ? mapi : capi, mapi, infra: undefined, to }) ??
    notInStep(state) ??
    (from === 'MachineAPI' ? machineApiHolds(state) : clusterApiHolds(state)) ??
    membersOf(state, from)
  );
}

function notInStep(state: MachineSetState): Obstacle | undefined {
  const plan = planOf(state);
  if (plan.kind === 'done' || isLastWord(plan)) return undefined;
  if (plan.kind === 'failed') return standing(`it is not synchronized: ${plan.failure.message}`);
  return passing(plan.kind === 'wait' ? plan.for : 'the last changes to be synchronized');
}

function machineApiHolds({ mapi, capi }: MachineSetState): Obstacle | undefined {
  if (!isActive(mapi)) return passing('Machine API to acknowledge that it acts (Paused=False)');
  if (isReleased(capi)) return standing('the Cluster API MachineSet is not paused although Machine API acts');
  return hasStopped(capi) ? undefined : passing('Cluster API to acknowledge that it does not act (Paused=True)');
}

function clusterApiHolds({ mapi, capi }: MachineSetState): Obstacle | undefined {
  if (!isActive(capi)) return passing('Cluster API to acknowledge that it acts (Paused=False)');
  const isStopped = mapi !== undefined && machineApiStoppedFor(mapi, 'ClusterAPI');
  return isStopped ? undefined : passing('Machine API to acknowledge that it does not act (Paused=True)');
}

function membersOf(state: MachineSetState, from: 'MachineAPI' | 'ClusterAPI'): Obstacle | undefined {
  const why = whyNotWhole(state, from);
  return why === undefined ? undefined : passing(`its machines to be whole: ${why}`);
}

/** What sync has left to do, what it leaves to us included. */
export function planOf(state: MachineSetState): MachineSetDecision {
  return decideMachineSet({ ...state, env: { ...state.env, handsOver: false } });
}
