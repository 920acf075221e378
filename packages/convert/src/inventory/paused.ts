import { asObject } from '../mapping/json.ts';
import type { ConvertedObject } from '../objects/context.ts';
import * as keys from '../objects/keys.ts';

/**
 * A Cluster API object that no controller acts on, so that it can be applied beside a live cluster. Machine API objects need
 * nothing like it: the conversion makes them with the authority ClusterAPI.
 */
export function paused(object: ConvertedObject): ConvertedObject {
  const annotations = { ...asObject(object.metadata['annotations']), [keys.paused]: '' };
  const sorted = Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...object, metadata: { ...object.metadata, annotations: sorted } };
}
