import { unsettled } from '../shared/object.ts';
import { authorityOf, startsInClusterApi } from './authority.ts';
import { clusterApiDeletes, machineApiDeletes } from './deletion.ts';
import { type MachineDecision, type MachineState, wait } from './state.ts';
import { mirrorToClusterApi } from './to-cluster-api.ts';
import { mirrorToMachineApi } from './to-machine-api.ts';
import { withoutMachineApi } from './without-machine-api.ts';

/**
 * The next write that brings a Machine's two sides together, or why there is none. Pure; taken again on the result of each write
 * until nothing is left to do.
 */
export function decideMachine(state: MachineState): MachineDecision {
  const { mapi } = state;
  if (mapi === undefined) return withoutMachineApi(state);
  const authority = authorityOf(state, mapi);
  if (authority === 'MachineAPI')
    return machineApiDeletes(state, mapi) ?? mirrorToClusterApi(state, mapi, 'MachineAPI');
  if (authority !== 'ClusterAPI') return wait(unsettled(authority));
  const deletion = clusterApiDeletes(state, mapi);
  if (deletion !== undefined) return deletion;
  const start = startsInClusterApi(state, mapi);
  if (start !== undefined) return start === 'make' ? mirrorToClusterApi(state, mapi, 'ClusterAPI') : start;
  return mirrorToMachineApi(state);
}
