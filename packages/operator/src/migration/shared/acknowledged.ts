import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { conditionIn, statusOf } from '../../sync/shared/object.ts';

/** What a controller says of an object by its Paused condition; undefined while it has said nothing. */
export interface Acknowledged {
  readonly isPaused: boolean;
  readonly message: string;
  /** When that began, in milliseconds; 0 where it is not said. */
  readonly since: number;
}

/** The Paused condition of an object of any of the APIs: providers keep theirs in either of two places. */
export function acknowledgedBy(object: KubeObject | undefined): Acknowledged | undefined {
  const status = statusOf(object);
  const lists = [status['conditions'], asObject(status['v1beta2'])?.['conditions']];
  for (const list of lists) {
    const found = conditionIn(list, 'Paused');
    if (found === undefined || (found['status'] !== 'True' && found['status'] !== 'False')) continue;
    const { message, lastTransitionTime } = found;
    return {
      isPaused: found['status'] === 'True',
      message: typeof message === 'string' ? message : '',
      since: Date.parse(String(lastTransitionTime)) || 0,
    };
  }
  return undefined;
}

/** Its controllers have seen that they are not to act on it. */
export function hasStopped(object: KubeObject | undefined): boolean {
  return acknowledgedBy(object)?.isPaused === true;
}

/** Its controllers have seen that they act on it. */
export function isActive(object: KubeObject | undefined): boolean {
  return acknowledgedBy(object)?.isPaused === false;
}

/**
 * Machine API's controller has seen this value of `status.authoritativeAPI` and stopped. Its words name what it saw, so what it said
 * of an earlier migration is no answer to this one.
 */
export function machineApiStoppedFor(mapi: KubeObject, value: 'Migrating' | 'ClusterAPI'): boolean {
  const said = acknowledgedBy(mapi);
  return said?.isPaused === true && said.message.includes(`'${value}'`);
}
