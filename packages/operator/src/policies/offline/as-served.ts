import type { Json, JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { machineApiVersion } from '../../names.ts';

/**
 * An object as admission sees it, of what a user sends: the API server takes no status from a write of the object itself, keeps what
 * is its own in the metadata, and puts in the schema's default of the one field that policies ask for.
 */
export function asServed(object: JsonObject, oldObject: JsonObject | undefined): JsonObject {
  const { status: _status, ...rest } = object;
  const before = asObject(oldObject?.['metadata']) ?? {};
  const metadata = { ...asObject(rest['metadata']) };
  for (const field of serverOwned) {
    const value: Json | undefined = before[field];
    if (value === undefined) delete metadata[field];
    else metadata[field] = value;
  }
  const status = oldObject?.['status'];
  const spec = asObject(rest['spec']);
  const isMachineApi = rest['apiVersion'] === machineApiVersion && spec !== undefined;
  return {
    ...rest,
    metadata,
    ...(isMachineApi && { spec: { authoritativeAPI: 'MachineAPI', ...spec } }),
    ...(status !== undefined && { status }),
  };
}

const serverOwned = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'];
