import type { JsonObject } from '@capstan/api';
import { setOwn, textAt } from '../../mapping/json.ts';

/** Infrastructure's tags for everything that the cluster makes in Azure (status.platformStatus.azure.resourceTags), as a map. */
export function resourceTags(azure: JsonObject): { [name: string]: string } {
  const tags: { [name: string]: string } = {};
  for (const tag of Array.isArray(azure['resourceTags']) ? azure['resourceTags'] : []) {
    const key = textAt(tag, 'key');
    if (key !== undefined) setOwn(tags, key, textAt(tag, 'value') ?? '');
  }
  return tags;
}
