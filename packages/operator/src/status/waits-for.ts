import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { isReleased } from '../migration/shared/writes.ts';
import { type Authority, annotations } from '../names.ts';
import { courseOf } from '../sync/shared/course.ts';
import { finalizersOf, isDeleting, isPaused, statusOf } from '../sync/shared/object.ts';
import { conditionOf } from './condition.ts';

/** Both halves of a pair, as far as they are there. */
export interface Halves {
  readonly mapi: KubeObject;
  readonly capi: KubeObject | undefined;
  /** Of a Machine, its infra machine. */
  readonly infra: KubeObject | undefined;
}

/** Whose turn it is. */
export type Actor = 'MachineAPI' | 'ClusterAPI' | 'provider' | 'operator' | 'user';

/** What an object waits for. */
export interface Waiting {
  readonly on: Actor;
  /** Short: it is a cell of a table. */
  readonly text: string;
}

/** What a Machine or MachineSet waits for; undefined where it is as it should be. */
export function waitsFor(halves: Halves): Waiting | undefined {
  const { mapi } = halves;
  const { wanted, acting } = authoritiesOf(mapi);
  if (isDeleting(mapi)) return { on: 'operator', text: `its finalizers: ${finalizersOf(mapi).join(', ')}` };
  if (acting === '') return { on: 'MachineAPI', text: 'Machine API to say who acts' };
  if (acting === 'Migrating') return whileMigrating(halves);
  if (wanted !== '' && wanted !== acting) return beforeMigrating(mapi);
  return conditionOf(mapi, 'Synchronized').status === 'True' ? newSide(halves, acting) : synchronization(mapi);
}

/** Who is to act, and who does; '' where nobody has said it. */
export function authoritiesOf(mapi: KubeObject): { readonly wanted: string; readonly acting: string } {
  return {
    wanted: textAt(asObject(mapi['spec']), 'authoritativeAPI') ?? '',
    acting: textAt(asObject(mapi['status']), 'authoritativeAPI') ?? '',
  };
}

/** The API that acted before, while an object is Migrating; undefined where nothing says it. */
export function comesFrom({ mapi, capi, infra }: Halves): Authority | undefined {
  const course = courseOf(mapi, [capi, infra]);
  return course.kind === 'migrating' ? course.from : undefined;
}

/** A move that nobody can take back: Cluster API has been let go of one of its objects. */
export function isSealed(halves: Halves): boolean {
  return comesFrom(halves) === 'MachineAPI' && [halves.capi, halves.infra].some(isReleased);
}

function whileMigrating(halves: Halves): Waiting {
  const { mapi } = halves;
  const from = comesFrom(halves);
  if (from === undefined) return { on: 'user', text: 'somebody to say which API acted before' };
  const isCancelled = authoritiesOf(mapi).wanted === from;
  if (from === 'MachineAPI') return fromMachineApi(halves, isCancelled);
  return fromClusterApi(halves, isCancelled);
}

function fromMachineApi(halves: Halves, isCancelled: boolean): Waiting {
  if (isSealed(halves)) return operator('let Cluster API act: the move is sealed');
  if (isCancelled) return operator('take the move back');
  const paused = conditionOf(halves.mapi, 'Paused');
  const hasPaused = paused.status === 'True' && paused.message.includes("'Migrating'");
  if (!hasPaused) return { on: 'MachineAPI', text: 'Machine API to pause' };
  return operator('synchronize once more and switch');
}

function fromClusterApi({ capi, infra }: Halves, isCancelled: boolean): Waiting {
  if (isCancelled) return operator('take the move back');
  for (const object of [capi, infra]) {
    if (object === undefined) continue;
    if (!isPaused(object)) return operator(`pause the ${object.kind}`);
    if (conditionOf(object, 'Paused').status === 'True') continue;
    return object === infra
      ? { on: 'provider', text: `the provider to pause the ${object.kind}` }
      : { on: 'ClusterAPI', text: 'Cluster API to pause' };
  }
  return operator('synchronize once more and switch');
}

function beforeMigrating(mapi: KubeObject): Waiting {
  const scaler = mapi.metadata.annotations?.[annotations.autoscaledBy];
  if (scaler !== undefined) return { on: 'user', text: `MachineAutoscaler ${scaler} to let go` };
  const phase = statusOf(mapi)['phase'];
  if (mapi.kind === 'Machine' && phase !== 'Provisioned' && phase !== 'Running') {
    return { on: 'MachineAPI', text: 'its instance to be there' };
  }
  return conditionOf(mapi, 'Synchronized').status === 'True' ? operator('begin the move') : synchronization(mapi);
}

function synchronization(mapi: KubeObject): Waiting {
  if (conditionOf(mapi, 'Synchronized').status === 'False') return { on: 'user', text: 'its source to be mended' };
  return operator('synchronize');
}

/** After the switch, and always: the side that acts says that it does. */
function newSide({ mapi, capi, infra }: Halves, acting: string): Waiting | undefined {
  if (acting === 'MachineAPI') {
    const isHeld = conditionOf(mapi, 'Paused').status === 'True';
    return isHeld ? { on: 'MachineAPI', text: 'Machine API to take it up' } : undefined;
  }
  for (const object of [infra, capi]) {
    if (object === undefined) continue;
    if (isPaused(object)) return operator(`un-pause the ${object.kind}`);
    if (conditionOf(object, 'Paused').status !== 'True') continue;
    return object === infra
      ? { on: 'provider', text: `the provider to take up the ${object.kind}` }
      : { on: 'ClusterAPI', text: 'Cluster API to take it up' };
  }
  return undefined;
}

function operator(what: string): Waiting {
  return { on: 'operator', text: `the operator to ${what}` };
}
