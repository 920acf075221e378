import type { JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import * as keys from './keys.ts';
import { references } from './read-object.ts';
import type { ObjectKind } from './take-apart.ts';

type Loose = { readonly [key: string]: unknown };

/** True for a Machine API object whose machines are the control plane's: by role, or by who owns it. */
export function isControlPlane(object: Loose): boolean {
  return (
    labelsOf(object, object['kind'] === 'MachineSet' ? 'MachineSet' : 'Machine')?.[keys.role] === 'master' ||
    references(object).some((owner) => owner['kind'] === 'ControlPlaneMachineSet')
  );
}

/** As `isControlPlane`, by the labels of Cluster API machines. */
export function isClusterApiControlPlane(labels: JsonObject | undefined): boolean {
  return [keys.controlPlane, `${keys.nodeRolePrefix}master`, `${keys.nodeRolePrefix}control-plane`].some(
    (key) => labels !== undefined && Object.hasOwn(labels, key),
  );
}

/** The labels of the machines: a Machine's own, those of a set's template. */
export function labelsOf(object: Loose, kind: ObjectKind): JsonObject | undefined {
  const template = kind === 'Machine' ? object : asObject(asObject(object['spec'])?.['template']);
  return asObject(asObject(template?.['metadata'])?.['labels']);
}
