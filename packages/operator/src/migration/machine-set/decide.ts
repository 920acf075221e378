import type { KubeObject } from '@capstan/kube';
import { decideMachineSet } from '../../sync/machine-set/decide.ts';
import { type MachineSetDecision, type MachineSetState, write } from '../../sync/machine-set/state.ts';
import { mirrorToClusterApi } from '../../sync/machine-set/to-cluster-api.ts';
import { mirrorToMachineApi } from '../../sync/machine-set/to-machine-api.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { pauseWrite } from '../../sync/shared/release.ts';
import { unpauseWrite } from '../../sync/shared/verdict.ts';
import { acknowledgedBy, hasStopped, machineApiStoppedFor } from '../shared/acknowledged.ts';
import { decideCourse, type Migrating } from '../shared/decide-course.ts';
import { handoverObstacle } from '../shared/handover.ts';
import { held, type Options } from '../shared/hold.ts';
import { notStopped } from '../shared/obstacle.ts';
import { backStep, isReleased, stepDecision, stopWrite, switchStep } from '../shared/writes.ts';
import { whyNotWhole } from './members.ts';
import { obstacleTo } from './obstacles.ts';

/** As `decideMachineMigration`, for a MachineSet: its machines are counted before the other API's set is let go. */
export function decideMachineSetMigration(state: MachineSetState, options: Options): MachineSetDecision {
  const { mapi, capi, env } = state;
  if (mapi === undefined) return { kind: 'done' };
  return decideCourse(mapi, [capi], env, options, {
    plan: () => decideMachineSet({ ...state, env: { ...env, handsOver: false } }),
    obstacle: (course, plan) => obstacleTo(state, course, plan),
    migrating: (course) => (course.to === 'ClusterAPI' ? toClusterApi : toMachineApi)(state, mapi, course),
  });
}

function toClusterApi(state: MachineSetState, mapi: KubeObject, course: Migrating): MachineSetDecision {
  const { capi, env } = state;
  if (isReleased(capi)) return release(state) ?? stepDecision(switchStep(mapi, 'ClusterAPI', env.now));
  const why = whyBack(state, course);
  if (why !== undefined) return backToMachineApi(state, mapi, why);
  if (!machineApiStoppedFor(mapi, 'Migrating')) return held(notStopped('Machine API'));
  const last = mirrorToClusterApi(state, mapi, 'MachineAPI');
  if (last.kind === 'failed')
    return backToMachineApi(state, mapi, `it cannot be synchronized: ${last.failure.message}`);
  if (last.kind !== 'done') return last;
  if (!hasStopped(capi)) return held(notStopped('Cluster API'));
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
  if (!hasStopped(capi)) return held(notStopped('Cluster API'));
  return last.kind === 'done' ? stepDecision(switchStep(mapi, 'MachineAPI', env.now)) : last;
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
  if (acknowledgedBy(capi)?.isPaused === false) return held(notStopped('Cluster API'));
  return stepDecision(backStep(mapi, 'MachineAPI', why));
}

function backToClusterApi(state: MachineSetState, mapi: KubeObject, why: string): MachineSetDecision {
  return release(state) ?? stepDecision(backStep(mapi, 'ClusterAPI', why));
}

function release({ capi }: MachineSetState): MachineSetDecision | undefined {
  const letGo = capi === undefined ? undefined : unpauseWrite(capi);
  return letGo === undefined ? undefined : write('capi', letGo);
}
