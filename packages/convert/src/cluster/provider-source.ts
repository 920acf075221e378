import type { JsonObject } from '@capstan/api';
import { asObject, textAt } from '../mapping/json.ts';
import { isControlPlane } from '../objects/control-plane.ts';
import type { ProviderSource } from './infra-cluster.ts';

/**
 * The provider spec that stands for the cluster's own values: the ControlPlaneMachineSet's, else that of the newest control
 * plane Machine, else of the first MachineSet or Machine by name. Undefined where there is none.
 */
export function findProvider(
  machines: readonly JsonObject[],
  controlPlaneSets: readonly JsonObject[],
): ProviderSource | undefined {
  const [newest] = machines
    .filter((machine) => machine['kind'] === 'Machine' && isControlPlane(machine))
    .toSorted((a, b) => (createdAt(a) > createdAt(b) ? -1 : 1));
  const controlPlane = [...controlPlaneSets.map(templateOf), newest].find((found) => providerOf(found) !== undefined);
  const source = providerOf(controlPlane);
  const machine = controlPlane === newest ? textAt(newest, 'metadata', 'name') : undefined;
  if (source !== undefined) return { value: source, isControlPlane: true, ...(machine !== undefined && { machine }) };
  const [worker] = machines.map(providerOf).filter((found) => found !== undefined);
  return worker && { value: worker, isControlPlane: false };
}

/** The machine that a ControlPlaneMachineSet makes: its template stands one level deeper than a MachineSet's. */
export function templateOf(controlPlaneSet: JsonObject): JsonObject | undefined {
  const template = asObject(asObject(controlPlaneSet['spec'])?.['template']);
  return asObject(template?.['machines_v1beta1_machine_openshift_io']);
}

/** The provider spec of a Machine or, in its template, of a MachineSet. */
export function providerOf(object: JsonObject | undefined): JsonObject | undefined {
  const spec = asObject(object?.['spec']);
  const machine = object?.['kind'] === 'MachineSet' ? asObject(asObject(spec?.['template'])?.['spec']) : spec;
  return asObject(asObject(machine?.['providerSpec'])?.['value']);
}

function createdAt(object: JsonObject): string {
  const time = asObject(object['metadata'])?.['creationTimestamp'];
  return typeof time === 'string' ? time : '';
}
