import type { JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { managedBy } from '../objects/keys.ts';

/** True for an infra cluster that the provider's controller leaves alone, as it should every one of OpenShift. */
export function isExternallyManaged(infraCluster: JsonObject | undefined): boolean {
  const annotations = asObject(asObject(infraCluster?.['metadata'])?.['annotations']);
  return annotations !== undefined && Object.hasOwn(annotations, managedBy);
}
