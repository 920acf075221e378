import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Decision, Notice, Write } from '../../engine/decision.ts';
import { type Authority, annotations } from '../../names.ts';
import { apiName } from '../../sync/shared/course.ts';
import { authorityMarks } from '../../sync/shared/mirror-object.ts';
import { isPaused, markerOf, statusOf } from '../../sync/shared/object.ts';

/** A write of the migration and what to tell about it. */
export interface Step {
  readonly write: Write;
  readonly notices: readonly Notice[];
}

/**
 * Neither API acts from here on; the API that did so is recorded, since spec may say anything by the time it is needed. `left` is what
 * sync has still to say in status.
 */
export function beginStep(
  mapi: KubeObject,
  { from, to }: { readonly from: Authority; readonly to: Authority },
  holdsApi: boolean,
  left: object,
): Step {
  const status = { ...left, authoritativeAPI: 'Migrating', ...(holdsApi && { synchronizedAPI: from }) };
  return statusStep(mapi, status, `handing over from ${apiName(from)} to ${apiName(to)}`, 'MigrationStarted');
}

/**
 * The one write that ends a migration: the authority and the reset of what sync said belong together, as the CRD lets the generation
 * go down only in leaving Migrating.
 */
export function switchStep(mapi: KubeObject, to: Authority, now: string): Step {
  const { conditions } = statusOf(mapi);
  const list: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
  const unknown = {
    type: 'Synchronized',
    status: 'Unknown',
    severity: 'Info',
    reason: 'AuthoritativeAPIChanged',
    message: 'Waiting for resync after change of AuthoritativeAPI',
    lastTransitionTime: now,
  };
  const isOther = (each: unknown) => asObject(each)?.['type'] !== 'Synchronized';
  const status = {
    authoritativeAPI: to,
    synchronizedGeneration: 0,
    conditions: [...list.filter(isOther), unknown],
  };
  return statusStep(mapi, status, `${apiName(to)} acts from now on`, 'MigrationCompleted');
}

/** Back to the API that acted before: it goes on where it was. */
export function backStep(mapi: KubeObject, from: Authority, why: string): Step {
  return statusStep(mapi, { authoritativeAPI: from }, `${apiName(from)} acts again: ${why}`, 'MigrationCancelled');
}

/** What a new object asks for, said in the place of a Machine API controller that does not. */
export function adoptStep(mapi: KubeObject, wanted: Authority): Step {
  return statusStep(mapi, { authoritativeAPI: wanted }, `${apiName(wanted)} acts`, 'AuthorityAcknowledged');
}

/** The decision to make a step, which is always a write of the Machine API object. */
export function stepDecision({ write, notices }: Step): Decision<'mapi'> {
  return { kind: 'write', slot: 'mapi', write, notices, refusal: 'MigrationRefused' };
}

function statusStep(mapi: KubeObject, status: object, message: string, reason: string): Step {
  return {
    write: { verb: 'patch', of: mapi, patch: { status }, subresource: 'status' },
    notices: [{ type: 'Normal', reason, message }],
  };
}

/**
 * True where Cluster API's controllers have been let go of an object. The in-tree migration leaves no marker, and takes the pause
 * away.
 */
export function isReleased(object: KubeObject | undefined): boolean {
  if (object === undefined) return false;
  const marker = markerOf(object);
  return marker === undefined ? !isPaused(object) : marker === 'ClusterAPI';
}

/** Stops Cluster API's controllers and marks who comes next, in one write; undefined where that is done. */
export function stopWrite(object: KubeObject): Write | undefined {
  if (isPaused(object) && object.metadata.annotations?.[annotations.authority] === 'MachineAPI') return undefined;
  const marks = authorityMarks(object, 'MachineAPI', true);
  return { verb: 'patch', of: object, patch: { metadata: { annotations: marks } } };
}
