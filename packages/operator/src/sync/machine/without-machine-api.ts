import type { KubeObject } from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';
import { isDeleting, markerOf, ownersOf, setOwnerOf, statusOf } from '../shared/object.ts';
import { freeWrite, isSync, releaseWrite } from '../shared/release.ts';
import { finishLettingGo } from './authority.ts';
import { afterProvider, releaseMirrors } from './deletion.ts';
import { type MachineDecision, type MachineState, wait, write } from './state.ts';
import { mirrorToMachineApi } from './to-machine-api.ts';

/**
 * There is no Machine of Machine API: a Cluster API machine of a mirrored set gets its mirror, one that is going is let go of, and
 * a mirror whose source was taken away by force stays, paused: it may be all that is known of a running instance.
 */
export function withoutMachineApi(state: MachineState): MachineDecision {
  const { capi, infra, env, name } = state;
  if (capi === undefined) return infra === undefined ? { kind: 'done' } : orphanedInfra(infra);
  const forward = finishLettingGo(state);
  if (forward !== undefined) return forward;
  const isMirror = markerOf(capi) === 'MachineAPI';
  if (isDeleting(capi)) {
    if (isMirror) return releaseMirrors(state) ?? wait('the mirror to go');
    const after = afterProvider(state);
    if (after !== undefined) return after;
    const release = releaseWrite(capi, isSync);
    return release === undefined ? wait('others to let go of the Machine') : write('capi', release);
  }
  if (isMirror) {
    const message = `the Machine ${env.namespaces.machineApi}/${name}, which this mirrors, is gone without its mirror. Nothing acts on the instance, if there is one. Delete this Machine if the instance is gone; to have Cluster API act, take away the annotations cluster.x-k8s.io/paused and capstan.openshift.io/authority here and on the infra machine.`;
    return wait('somebody to decide about a mirror without its source', {
      type: 'Warning',
      reason: 'OrphanedMirror',
      message,
    });
  }
  if (isToBeMirrored(state, capi)) return mirrorToMachineApi(state);
  const checks = [
    {
      kind: 'absent',
      of: { apiVersion: machineApiVersion, kind: 'Machine', namespace: env.namespaces.machineApi, name },
    },
  ] as const;
  for (const [slot, object] of [
    ['infra', infra],
    ['capi', capi],
  ] as const) {
    const free = object === undefined || isDeleting(object) ? undefined : freeWrite(object);
    if (free !== undefined) return write(slot, free, { checks });
  }
  return { kind: 'done' };
}

/** As in-tree: a machine of a Cluster API set is mirrored where Machine API has the set. Others are Cluster API's alone. */
function isToBeMirrored({ capiSet, mapiSet }: MachineState, capi: KubeObject): boolean {
  const owner = setOwnerOf(capi, 'cluster.x-k8s.io');
  if (owner === undefined || capiSet?.metadata.uid !== owner.uid || mapiSet === undefined) return false;
  return (
    mapiSet.metadata.name === owner.name && !isDeleting(mapiSet) && statusOf(mapiSet)['authoritativeAPI'] !== undefined
  );
}

/** Its Machine is gone. Only what is going is let go of: a paused mirror by us, any other after its provider. */
function orphanedInfra(infra: KubeObject): MachineDecision {
  const isOurs = markerOf(infra) !== undefined && ownersOf(infra).some(({ kind }) => kind === 'Machine');
  if (!isOurs || !isDeleting(infra)) return { kind: 'done' };
  const alone = { capi: undefined, infra };
  if (markerOf(infra) === 'MachineAPI') return releaseMirrors(alone) ?? wait('the infra machine to go');
  return afterProvider(alone) ?? { kind: 'done' };
}
