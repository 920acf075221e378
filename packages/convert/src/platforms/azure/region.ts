import type { JsonObject } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';

/**
 * The platform status of a cluster of which only the region was given. An Infrastructure object of Azure has no region:
 * this one stands in for it, so that machines elsewhere are found out.
 */
export function statusOfRegion(region: string): JsonObject {
  return { type: 'Azure', azure: { cloudName: 'AzurePublicCloud', region } };
}

/** The region that was given in place of an Infrastructure object; undefined where there is an object. */
export function regionOf(azure: JsonObject): string | undefined {
  return textAt(azure, 'region');
}
