import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** `status`; {} where there is none. */
export function statusOf(object: KubeObject): { readonly [field: string]: unknown } {
  return asObject(object['status']) ?? {};
}

/** A condition of an object's status. */
function conditionOf(object: KubeObject, type: string): { readonly [field: string]: unknown } | undefined {
  const { conditions } = statusOf(object);
  if (!Array.isArray(conditions)) return undefined;
  return conditions.map(asObject).find((each) => each?.['type'] === type);
}

/** True where a condition has that status. */
export function says(type: string, status: 'True' | 'False'): (object: KubeObject) => boolean {
  return (object) => conditionOf(object, type)?.['status'] === status;
}

/** True for a Machine API object that is in step with the generation that there is, where Machine API acts. */
export function isInStep(object: KubeObject): boolean {
  const { synchronizedGeneration, authoritativeAPI } = statusOf(object);
  if (!says('Synchronized', 'True')(object)) return false;
  return authoritativeAPI === 'ClusterAPI' || synchronizedGeneration === object.metadata.generation;
}

/** True for a Machine of Machine API that runs. */
export function isRunning(machine: KubeObject): boolean {
  return statusOf(machine)['phase'] === 'Running';
}

/** True for one that is in step as well. */
export function runsInStep(machine: KubeObject): boolean {
  return isRunning(machine) && isInStep(machine);
}
