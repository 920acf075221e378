import { asObject } from '@capstan/convert';
import { finalizers } from '../../names.ts';
import type { MachineDecision, MachineState } from '../../sync/machine/state.ts';
import { finalizersOf, isDeleting, statusOf } from '../../sync/shared/object.ts';
import { hasStopped, isActive, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { type Asked, notInStep } from '../shared/decide-course.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { type Obstacle, passing, standing } from '../shared/obstacle.ts';
import { isReleased } from '../shared/writes.ts';

/** A Machine that is there on both sides. */
export type Pair = MachineState & { readonly [S in 'mapi' | 'capi' | 'infra']: NonNullable<MachineState[S]> };

/** True where all three objects are there. */
export function isPair(state: MachineState): state is Pair {
  return state.mapi !== undefined && state.capi !== undefined && state.infra !== undefined;
}

/** The phases in which a machine is whole: what comes before may make an instance at this moment, what comes after ends it. */
const settledPhases: ReadonlySet<unknown> = new Set(['Provisioned', 'Running']);

/** The first of the preconditions of a migration that does not hold; undefined where it may begin. `plan` is what sync has left to do. */
export function obstacleTo(state: MachineState, { from, to }: Asked, plan: MachineDecision): Obstacle | undefined {
  const { env } = state;
  if (!isPair(state)) return notInStep(plan) ?? passing('the mirror of the Machine to be made');
  const { mapi, capi, infra } = state;
  const going = [mapi, capi, infra].find(isDeleting);
  if (going !== undefined)
    return standing(`the ${going.kind} ${going.metadata.namespace}/${going.metadata.name} is being deleted`);
  const phase = statusOf(from === 'MachineAPI' ? mapi : capi)['phase'];
  if (!settledPhases.has(phase)) {
    return standing(
      `the Machine is in phase ${String(phase ?? '(none)')}, and only one that is Provisioned or Running changes hands. Wait until it is, or delete it.`,
    );
  }
  return (
    handoverObstacle(env.platform, { object: from === 'MachineAPI' ? mapi : capi, mapi, infra, to }) ??
    notInStep(plan) ??
    (from === 'MachineAPI' ? machineApiHolds(state) : clusterApiHolds(state))
  );
}

/** Machine API acts, and Cluster API's controllers live and have seen that they do not. */
function machineApiHolds({ mapi, capi, infra }: Pair): Obstacle | undefined {
  if (!isActive(mapi)) return passing('Machine API to acknowledge that it acts (Paused=False)');
  for (const half of [capi, infra]) {
    if (isReleased(half)) return standing(`${half.kind} ${half.metadata.name} is not paused although Machine API acts`);
    if (!hasStopped(half))
      return passing(`the controller of ${half.kind} to acknowledge that it does not act (Paused=True)`);
  }
  return undefined;
}

function clusterApiHolds({ mapi, capi, infra }: Pair): Obstacle | undefined {
  for (const half of [capi, infra]) {
    if (!isActive(half)) return passing(`the controller of ${half.kind} to acknowledge that it acts (Paused=False)`);
  }
  if (!machineApiStoppedFor(mapi, 'ClusterAPI'))
    return passing('Machine API to acknowledge that it does not act (Paused=True)');
  if (!finalizersOf(mapi).includes(finalizers.machineApiMachine))
    return passing(`the finalizer ${finalizers.machineApiMachine} on the Machine API mirror`);
  if (asObject(statusOf(mapi)['providerStatus']) === undefined)
    return passing('the provider status of the Machine API mirror');
  return undefined;
}
