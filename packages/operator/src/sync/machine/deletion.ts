import type { KubeObject } from '@capstan/kube';
import { clusterApiVersion, finalizers } from '../../names.ts';
import { isCollected, meantAlone, nameOf } from '../shared/alive.ts';
import { finalizersOf, isDeleting, markerOf, setOwnerOf } from '../shared/object.ts';
import {
  holdsClusterApiMachine,
  holdsInfra,
  holdsMachineApiMachine,
  isHalf,
  isProviders,
  isSync,
  pauseWrite,
  releaseWrite,
} from '../shared/release.ts';
import { finishLettingGo } from './authority.ts';
import { type MachineDecision, type MachineState, wait, write } from './state.ts';

/**
 * What to do where Machine API acts and one of the objects is going; undefined where none is. The mirrors are paused, so nobody
 * but us lets go of them, and they go after Machine API has ended the instance.
 */
export function machineApiDeletes(state: MachineState, mapi: KubeObject): MachineDecision | undefined {
  const { capi, infra } = ofPair(state);
  if (isDeleting(mapi)) return withItsMirrors(state, mapi);
  if (capi !== undefined && isDeleting(capi)) {
    // The set's mirror went, and garbage collection took the machine's along: it is made again.
    if (isCollected(capi, [state.capiSet, state.env.cluster])) {
      return releaseMirrors({ capi, infra }) ?? wait('the mirror to go');
    }
    const message = 'the Cluster API mirror was deleted, so this Machine is deleted with it';
    return write(
      'mapi',
      { verb: 'delete', of: mapi },
      { checks: meantAlone(capi), notices: [{ type: 'Warning', reason: 'MirrorDeleted', message }] },
    );
  }
  // Deleted by itself, an infra machine is made again: paused, it has no hold on the instance.
  if (infra !== undefined && isDeleting(infra)) return releaseMirror('infra', infra) ?? wait('the infra machine to go');
  return undefined;
}

/**
 * A mirror whose set was made again, under its name, has one as its owner that is gone. Garbage collection is about to delete it,
 * and where it were given the new set in that moment, that would look like a user's wish and end the instance. So it is us who
 * delete it, and it is made again; undefined where there is no such mirror.
 */
export function replaceLeftBehind({ capi, capiSet }: MachineState): MachineDecision | undefined {
  const owner = capi === undefined ? undefined : setOwnerOf(capi, 'cluster.x-k8s.io');
  if (capi === undefined || owner === undefined || owner.name !== capiSet?.metadata.name) return undefined;
  if (owner.uid === capiSet.metadata.uid) return undefined;
  return pauseFirst('capi', capi) ?? write('capi', { verb: 'delete', of: capi });
}

function withItsMirrors(state: MachineState, mapi: KubeObject): MachineDecision {
  const { capi, infra } = ofPair(state);
  for (const [slot, object] of [
    ['capi', capi],
    ['infra', infra],
  ] as const) {
    if (object === undefined || isDeleting(object)) continue;
    return pauseFirst(slot, object) ?? write(slot, { verb: 'delete', of: object });
  }
  if (finalizersOf(mapi).includes(finalizers.machineApiMachine) && (capi !== undefined || infra !== undefined)) {
    return wait('Machine API to end the instance');
  }
  if (capi !== undefined || infra !== undefined) return releaseMirrors({ capi, infra }) ?? wait('the mirrors to go');
  return letGo(state, mapi, isSync);
}

/** The Machine API object goes when the live server has no mirror either. */
function letGo(state: MachineState, mapi: KubeObject, isOurs: (finalizer: string) => boolean): MachineDecision {
  const release = releaseWrite(mapi, isOurs);
  if (release === undefined) return wait('others to let go of the Machine');
  // One that is there and no half of this pair is another's.
  if (state.capi !== undefined) return write('mapi', release);
  const mirror = { ...nameOf(mapi), apiVersion: clusterApiVersion, namespace: state.env.namespaces.clusterApi };
  return write('mapi', release, { checks: [{ kind: 'absent', of: mirror }] });
}

/** The Cluster API objects that are halves of this pair: others of the same name are none of our business. */
function ofPair({ capi, infra }: MachineState): Pick<MachineState, 'capi' | 'infra'> {
  const own = (object: KubeObject | undefined) => (object !== undefined && isHalf(object) ? object : undefined);
  return { capi: own(capi), infra: own(infra) };
}

/** Lets go of paused mirrors, the infra machine first; undefined where nothing of ours holds them. */
export function releaseMirrors({ capi, infra }: Pick<MachineState, 'capi' | 'infra'>): MachineDecision | undefined {
  if (infra !== undefined) {
    if (!isDeleting(infra)) return pauseFirst('infra', infra) ?? write('infra', { verb: 'delete', of: infra });
    const release = releaseMirror('infra', infra);
    if (release !== undefined) return release;
  }
  return capi === undefined ? undefined : releaseMirror('capi', capi);
}

function releaseMirror(slot: 'capi' | 'infra', object: KubeObject): MachineDecision | undefined {
  const release = releaseWrite(object, slot === 'capi' ? holdsClusterApiMachine : holdsInfra);
  if (release === undefined) return undefined;
  return pauseFirst(slot, object) ?? write(slot, release);
}

/** Nothing of a mirror is deleted or let go of while its controllers could act on it: they would end the instance. */
function pauseFirst(slot: 'capi' | 'infra', object: KubeObject): MachineDecision | undefined {
  const pause = pauseWrite(object);
  return pause === undefined ? undefined : write(slot, pause);
}

/** As `machineApiDeletes`, where Cluster API acts: its controllers end the instance, and the mirror goes last. */
export function clusterApiDeletes(state: MachineState, mapi: KubeObject): MachineDecision | undefined {
  const { capi, infra } = state;
  if (capi === undefined) {
    const left = infraLeft(infra);
    if (isDeleting(mapi)) return left ?? letGo(state, mapi, holdsMachineApiMachine);
    // Waiting for the provider would hide that the Machine is gone.
    return left?.kind === 'write' ? left : undefined;
  }
  if (isDeleting(capi)) {
    if (!isHalf(capi)) return wait('a Cluster API Machine of this name to go');
    if (!isDeleting(mapi)) return write('mapi', { verb: 'delete', of: mapi });
    const forward = finishLettingGo(state);
    if (forward !== undefined) return forward;
    // Never let go, it is still paused, so no controller ends it, and it has no instance.
    if (markerOf(capi) === 'MachineAPI') return releaseMirrors(state) ?? releaseBoth(mapi, capi);
    return afterProvider(state) ?? releaseBoth(mapi, capi);
  }
  if (isDeleting(mapi)) {
    if (!isHalf(capi)) return letGo(state, mapi, holdsMachineApiMachine);
    // The set's mirror went, and garbage collection took the machine's along: Cluster API's machine lives on by itself.
    if (isCollected(mapi, [state.mapiSet])) {
      const release = releaseWrite(mapi, holdsMachineApiMachine);
      return release === undefined ? wait('others to let go of the mirror') : write('mapi', release);
    }
    const message = 'the Machine API mirror was deleted, so this Machine is deleted with it';
    return write(
      'capi',
      { verb: 'delete', of: capi },
      { checks: meantAlone(mapi), notices: [{ type: 'Warning', reason: 'MirrorDeleted', message }] },
    );
  }
  return infraLeft(infra);
}

/** Where Cluster API ends an instance, its infra machine is let go of when the provider has. */
export function afterProvider({ capi, infra }: Pick<MachineState, 'capi' | 'infra'>): MachineDecision | undefined {
  const left = infraLeft(infra);
  if (left !== undefined) return left;
  if (capi !== undefined && finalizersOf(capi).includes(finalizers.clusterApiMachine)) {
    return wait('Cluster API to end the instance');
  }
  return undefined;
}

/** What is to be done about an infra machine that is going; undefined for one that is not. */
function infraLeft(infra: KubeObject | undefined): MachineDecision | undefined {
  if (infra === undefined || !isDeleting(infra)) return undefined;
  if (finalizersOf(infra).some(isProviders)) return wait("the provider's controller to end the instance");
  const release = releaseWrite(infra, isSync);
  return release === undefined ? wait('the infra machine to go') : write('infra', release);
}

function releaseBoth(mapi: KubeObject, capi: KubeObject): MachineDecision {
  const mirror = releaseWrite(mapi, holdsMachineApiMachine);
  if (mirror !== undefined) return write('mapi', mirror);
  const source = releaseWrite(capi, isSync);
  return source === undefined ? wait('others to let go of the Machine') : write('capi', source);
}
