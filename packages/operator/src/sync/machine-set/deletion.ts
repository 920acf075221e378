import type { KubeObject } from '@capstan/kube';
import { clusterApiVersion, finalizers, machineApiVersion } from '../../names.ts';
import { nameOf } from '../shared/alive.ts';
import { finalizersOf, isDeleting, isPaused, markerOf, statusOf } from '../shared/object.ts';
import { freeWrite, holdsClusterApiMachineSet, isHalf, isSync, pauseWrite, releaseWrite } from '../shared/release.ts';
import { type MachineSetDecision, type MachineSetState, wait, write } from './state.ts';
import { hasTemplates, retireTemplates } from './templates.ts';

/** What to do where Machine API acts and one of the sets is going; undefined where none is. */
export function machineApiDeletes(state: MachineSetState, mapi: KubeObject): MachineSetDecision | undefined {
  const capi = halfOf(state);
  if (isDeleting(mapi)) {
    if (capi === undefined) return letGo(state, mapi);
    if (isDeleting(capi)) return releaseMirror(state, capi);
    const propagation = isToOrphan(mapi, state.members) ? 'Orphan' : 'Background';
    return pauseFirst(capi) ?? write('capi', { verb: 'delete', of: capi, propagation });
  }
  if (capi === undefined || !isDeleting(capi)) return undefined;
  // Only the mirror was deleted: it is made again, but not before the machines that Cluster API acts on have left it.
  const acting = state.members.capi.filter((member) => markerOf(member) === 'ClusterAPI' || !isPaused(member));
  return acting.length > 0 ? waitForMembers(acting, 'Machine API') : releaseMirror(state, capi);
}

/** As `machineApiDeletes`, where Cluster API acts. */
export function clusterApiDeletes(state: MachineSetState, mapi: KubeObject): MachineSetDecision | undefined {
  const { capi } = state;
  if (capi === undefined) return isDeleting(mapi) ? letGo(state, mapi) : undefined;
  if (isDeleting(capi)) {
    if (halfOf(state) === undefined) return wait('a Cluster API MachineSet of this name to go');
    if (!isDeleting(mapi)) {
      const propagation = isOrphaning(capi) ? 'Orphan' : 'Background';
      return write('mapi', { verb: 'delete', of: mapi, propagation });
    }
    return releaseSource(state, capi);
  }
  if (!isDeleting(mapi)) return undefined;
  // Only the mirror was deleted: the set of Cluster API and its machines live on by themselves.
  const acting = state.members.mapi.filter((member) => statusOf(member)['authoritativeAPI'] !== 'ClusterAPI');
  if (acting.length > 0) return waitForMembers(acting, 'Cluster API');
  const free = freeWrite(capi);
  return free === undefined ? letGo(state, mapi) : write('capi', free);
}

/** There is no MachineSet of Machine API: one of Cluster API is never mirrored, and what holds one that is going lets go. */
export function withoutMachineApi(state: MachineSetState): MachineSetDecision {
  const { env, name } = state;
  const capi = halfOf(state);
  if (capi === undefined) return { kind: 'done' };
  const isMirror = markerOf(capi) === 'MachineAPI';
  if (isDeleting(capi)) return isMirror ? releaseMirror(state, capi) : releaseSource(state, capi);
  if (isMirror) {
    const message = `the MachineSet ${env.namespaces.machineApi}/${name}, which this mirrors, is gone without its mirror. Nothing acts on it. Delete it, or, to have Cluster API act, take away the annotations cluster.x-k8s.io/paused and capstan.openshift.io/authority.`;
    const notice = { type: 'Warning', reason: 'OrphanedMirror', message } as const;
    return wait('somebody to decide about a mirror without its source', notice);
  }
  const of = { apiVersion: machineApiVersion, kind: 'MachineSet', namespace: env.namespaces.machineApi, name };
  const free = freeWrite(capi);
  return free === undefined ? { kind: 'done' } : write('capi', free, { checks: [{ kind: 'absent', of }] });
}

/** The Cluster API set, where it is half of this pair. */
function halfOf({ capi }: MachineSetState): KubeObject | undefined {
  return capi !== undefined && isHalf(capi) ? capi : undefined;
}

/** Who keeps the machines of the one set keeps those of the other. */
function isOrphaning(set: KubeObject): boolean {
  return finalizersOf(set).includes('orphan');
}

/** Garbage collection takes the finalizer away when no machine has the set as its owner, which may be before we look. */
function isToOrphan(mapi: KubeObject, members: MachineSetState['members']): boolean {
  return isOrphaning(mapi) || (members.mapi.length === 0 && members.capi.some((member) => !isDeleting(member)));
}

/** Its machines would go with it by garbage collection, and with them what runs on them. */
function waitForMembers(members: readonly KubeObject[], api: 'Machine API' | 'Cluster API'): MachineSetDecision {
  const names = members.map(({ metadata }) => metadata.name).sort();
  const shown = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  const message = `deletion waits: ${names.length} of its machines (${shown}) would go with it although the other API acts on them. Move them to ${api} or delete them first.`;
  return wait('its machines to be moved', { type: 'Warning', reason: 'DeletionBlocked', message });
}

/** Lets go of a paused mirror, after its templates. */
function releaseMirror(state: MachineSetState, capi: KubeObject): MachineSetDecision {
  const templates = retireTemplates(state, capi, undefined);
  if (templates !== undefined) return templates;
  if (hasTemplates(state, capi)) return wait('its templates to go');
  const release = releaseWrite(capi, holdsClusterApiMachineSet);
  if (release === undefined) return wait('others to let go of the mirror');
  return pauseFirst(capi) ?? write('capi', release);
}

/** Lets go of a set that Cluster API acts on, when its controller has. */
function releaseSource(state: MachineSetState, capi: KubeObject): MachineSetDecision {
  if (finalizersOf(capi).includes(finalizers.clusterApiMachineSet)) return wait('Cluster API to delete its machines');
  const templates = retireTemplates(state, capi, undefined);
  if (templates !== undefined) return templates;
  if (hasTemplates(state, capi)) return wait('its templates to go');
  const release = releaseWrite(capi, isSync);
  return release === undefined ? wait('others to let go of the set') : write('capi', release);
}

function pauseFirst(capi: KubeObject): MachineSetDecision | undefined {
  const pause = pauseWrite(capi);
  return pause === undefined ? undefined : write('capi', pause);
}

/** The Machine API set goes when the live server has no mirror of it either. */
function letGo(state: MachineSetState, mapi: KubeObject): MachineSetDecision {
  const release = releaseWrite(mapi, isSync);
  if (release === undefined) return wait('others to let go of the MachineSet');
  if (state.capi !== undefined) return write('mapi', release);
  const of = { ...nameOf(mapi), apiVersion: clusterApiVersion, namespace: state.env.namespaces.clusterApi };
  return write('mapi', release, { checks: [{ kind: 'absent', of }] });
}
