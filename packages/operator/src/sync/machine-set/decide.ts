import { markerOf, statusOf, unsettled } from '../shared/object.ts';
import { wasSynchronized } from '../shared/synchronized.ts';
import { clusterApiDeletes, machineApiDeletes, withoutMachineApi } from './deletion.ts';
import { failed, type MachineSetDecision, type MachineSetState, reasons, wait } from './state.ts';
import { mirrorToClusterApi } from './to-cluster-api.ts';
import { mirrorToMachineApi } from './to-machine-api.ts';

/**
 * The next write that brings a MachineSet's two sides together, or why there is none. Pure; taken again on the result of each
 * write until nothing is left to do.
 */
export function decideMachineSet(state: MachineSetState): MachineSetDecision {
  const { mapi, capi, env, name } = state;
  if (mapi === undefined) return withoutMachineApi(state);
  const authority = statusOf(mapi)['authoritativeAPI'];
  if (authority === 'MachineAPI')
    return machineApiDeletes(state, mapi) ?? mirrorToClusterApi(state, mapi, 'MachineAPI');
  if (authority !== 'ClusterAPI') return wait(unsettled(authority));
  const deletion = clusterApiDeletes(state, mapi);
  if (deletion !== undefined) return deletion;
  // The marker says MachineAPI until the making is finished, so one that was killed in the middle goes on.
  if (capi !== undefined && markerOf(capi) !== 'MachineAPI') return mirrorToMachineApi(state, mapi, capi);
  if (capi !== undefined || !wasSynchronized(mapi)) return mirrorToClusterApi(state, mapi, 'ClusterAPI');
  return failed(
    reasons.getCapi,
    `the Cluster API MachineSet ${env.namespaces.clusterApi}/${name}, which acts, is gone, and a new one might make its machines twice. Delete this MachineSet, or restore the Cluster API one from a backup.`,
  );
}
