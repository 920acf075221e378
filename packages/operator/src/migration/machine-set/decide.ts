import type { KubeObject } from '@capstan/kube';
import { type MachineSetDecision, type MachineSetState, write } from '../../sync/machine-set/state.ts';
import { mirrorToClusterApi } from '../../sync/machine-set/to-cluster-api.ts';
import { mirrorToMachineApi } from '../../sync/machine-set/to-machine-api.ts';
import { type Course, courseOf } from '../../sync/shared/course.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { pauseWrite } from '../../sync/shared/release.ts';
import { unpauseWrite } from '../../sync/shared/verdict.ts';
import { acknowledgedBy, hasStopped, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { held, type Options, unclear, whileNew } from '../shared/hold.ts';
import { isLastWord, lastWord } from '../shared/last-word.ts';
import { passing } from '../shared/obstacle.ts';
import { notTakenUp } from '../shared/taken-up.ts';
import { backStep, beginStep, isReleased, type Step, stopWrite, switchStep } from '../shared/writes.ts';
import { whyNotWhole } from './members.ts';
import { obstacleTo, planOf } from './obstacles.ts';

type Migrating = Extract<Course, { kind: 'migrating' }>;

/** As `decideMachineMigration`, for a MachineSet: its machines are counted before the other API's set is let go. */
export function decideMachineSetMigration(state: MachineSetState, options: Options): MachineSetDecision {
  const { mapi, capi, env } = state;
  if (mapi === undefined) return { kind: 'done' };
  const course = courseOf(mapi, [capi]);
  switch (course.kind) {
    case 'new':
      return whileNew(mapi, course.wanted, env.now);
    case 'settled': {
      const silence = notTakenUp(mapi, [course.authority === 'MachineAPI' ? mapi : capi], course.authority, env.now);
      return silence === undefined ? { kind: 'done' } : { kind: 'wait', ...silence };
    }
    case 'unclear':
      return unclear(mapi);
    case 'asked': {
      if (!options.begins) return { kind: 'done' };
      const obstacle = obstacleTo(state, course);
      const plan = planOf(state);
      // What is left to say is said with the beginning, or before the waiting.
      if (obstacle !== undefined && isLastWord(plan)) return plan;
      return obstacle === undefined
        ? step(beginStep(mapi, course, env.holdsSynchronizedApi, lastWord(plan)))
        : held(obstacle);
    }
    case 'migrating':
      return course.to === 'ClusterAPI' ? toClusterApi(state, mapi, course) : toMachineApi(state, mapi, course);
  }
}

function toClusterApi(state: MachineSetState, mapi: KubeObject, course: Migrating): MachineSetDecision {
  const { capi, env } = state;
  if (isReleased(capi)) return release(state) ?? step(switchStep(mapi, 'ClusterAPI', env.now));
  const why = whyBack(state, course);
  if (why !== undefined) return backToMachineApi(state, mapi, why);
  if (!machineApiStoppedFor(mapi, 'Migrating')) return held(stopped('Machine API'));
  const last = mirrorToClusterApi(state, mapi, 'MachineAPI');
  if (last.kind === 'failed')
    return backToMachineApi(state, mapi, `it cannot be synchronized: ${last.failure.message}`);
  if (last.kind !== 'done') return last;
  if (!hasStopped(capi)) return held(stopped('Cluster API'));
  const against = whyNot(state, course);
  if (against !== undefined) return backToMachineApi(state, mapi, against);
  return release(state) ?? { kind: 'done' };
}

function toMachineApi(state: MachineSetState, mapi: KubeObject, course: Migrating): MachineSetDecision {
  const { capi, env } = state;
  // All that may turn it back is asked first, whether or not it is paused by then: turning back takes two writes.
  const why = whyBack(state, course) ?? whyNot(state, course);
  if (why !== undefined || capi === undefined) return backToClusterApi(state, mapi, why ?? 'its half is gone');
  const last = mirrorToMachineApi(state, mapi, capi, { isLast: true });
  if (last.kind === 'failed')
    return backToClusterApi(state, mapi, `it cannot be synchronized: ${last.failure.message}`);
  const stop = stopWrite(capi);
  if (stop !== undefined) return write('capi', stop);
  if (!hasStopped(capi)) return held(stopped('Cluster API'));
  return last.kind === 'done' ? step(switchStep(mapi, 'MachineAPI', env.now)) : last;
}

function whyBack({ mapi, capi }: MachineSetState, { isCancelled }: Migrating): string | undefined {
  if (isCancelled) return 'the migration was cancelled';
  const going = [mapi, capi].find((object) => object !== undefined && isDeleting(object));
  return going === undefined ? undefined : `its half in ${going.metadata.namespace} was deleted, which is its work`;
}

/** While neither set acts nobody makes or deletes machines: what is not whole then is the work of the one that acted. */
function whyNot(state: MachineSetState, { from, to }: Migrating): string | undefined {
  const { mapi, capi, env } = state;
  const object = from === 'MachineAPI' ? mapi : capi;
  if (mapi === undefined || object === undefined) return undefined;
  return whyNotWhole(state, from) ?? handoverObstacle(env.platform, { object, mapi, infra: undefined, to })?.message;
}

function backToMachineApi({ capi }: MachineSetState, mapi: KubeObject, why: string): MachineSetDecision {
  const pause = capi === undefined ? undefined : pauseWrite(capi);
  if (pause !== undefined) return write('capi', pause);
  if (acknowledgedBy(capi)?.isPaused === false) return held(stopped('Cluster API'));
  return step(backStep(mapi, 'MachineAPI', why));
}

function backToClusterApi(state: MachineSetState, mapi: KubeObject, why: string): MachineSetDecision {
  return release(state) ?? step(backStep(mapi, 'ClusterAPI', why));
}

function release({ capi }: MachineSetState): MachineSetDecision | undefined {
  const letGo = capi === undefined ? undefined : unpauseWrite(capi);
  return letGo === undefined ? undefined : write('capi', letGo);
}

function stopped(who: string) {
  return passing(`${who} to acknowledge that it has stopped (Paused=True)`);
}

function step({ write: what, notices }: Step): MachineSetDecision {
  return write('mapi', what, { notices });
}
