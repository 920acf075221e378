import { annotations } from '../../names.ts';
import type { MachineSetDecision, MachineSetState } from '../../sync/machine-set/state.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { hasStopped, isActive, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { type Asked, notInStep } from '../shared/decide-course.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { type Obstacle, passing, standing } from '../shared/obstacle.ts';
import { isReleased } from '../shared/writes.ts';
import { whyNotWhole } from './members.ts';

/** The first of the preconditions of a set's migration that does not hold; undefined where it may begin. */
export function obstacleTo(
  state: MachineSetState,
  { from, to }: Asked,
  plan: MachineSetDecision,
): Obstacle | undefined {
  const { mapi, capi, env } = state;
  if (mapi === undefined || capi === undefined)
    return notInStep(plan) ?? passing('the mirror of the MachineSet to be made');
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
    notInStep(plan) ??
    (from === 'MachineAPI' ? machineApiHolds(state) : clusterApiHolds(state)) ??
    membersOf(state, from)
  );
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
