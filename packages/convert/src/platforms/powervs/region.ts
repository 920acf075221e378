/**
 * The region of a zone: zones are numbered within their region, as dal10 and eu-de-1 are, or are all there is of it, as us-south
 * is. Mirrors GetRegion, by which Machine API writes provider ids.
 */
export function regionOf(zone: string): string {
  return zone.replace(/-?[0-9]+$/, '');
}
