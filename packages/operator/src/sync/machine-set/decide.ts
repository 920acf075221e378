import { markerOf, statusOf, unsettled } from '../shared/object.ts';
import { wasSynchronized } from '../shared/synchronized.ts';
import { autoscaledByWrite } from './autoscaled-by.ts';
import { clusterApiDeletes, machineApiDeletes, withoutMachineApi } from './deletion.ts';
import { failed, type MachineSetDecision, type MachineSetState, reasons, wait, write } from './state.ts';
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
  if (authority !== 'MachineAPI' && authority !== 'ClusterAPI') return wait(unsettled(authority));
  const deletion = authority === 'MachineAPI' ? machineApiDeletes(state, mapi) : clusterApiDeletes(state, mapi);
  if (deletion !== undefined) return deletion;
  // Before all else: what cannot be mirrored is scaled, too.
  const scaled = autoscaledByWrite(mapi, state.autoscalers);
  if (scaled !== undefined) return write('mapi', scaled);
  if (authority === 'MachineAPI') return mirrorToClusterApi(state, mapi, 'MachineAPI');
  // The marker says MachineAPI until the making is finished, so one that was killed in the middle goes on.
  if (capi !== undefined && markerOf(capi) !== 'MachineAPI') return mirrorToMachineApi(state, mapi, capi);
  if (capi !== undefined || !wasSynchronized(mapi)) return mirrorToClusterApi(state, mapi, 'ClusterAPI');
  return failed(
    reasons.getCapi,
    `the Cluster API MachineSet ${env.namespaces.clusterApi}/${name}, which acts, is gone, and a new one might make its machines twice. Delete this MachineSet, or restore the Cluster API one from a backup.`,
  );
}
