import type { Segment } from './issue.ts';
import { type Root, refsOf, type Side } from './row.ts';

interface Place {
  readonly root: Root;
  readonly segments: readonly Segment[];
}

/**
 * A value of a wrong type or outside its range is reported and then missing, which a lens takes for absent: what it
 * says of that would send the user to a place where nothing is wrong. Tells such reports, given the broken places.
 */
export function followUps(broken: readonly Place[]): (source: Side, report: Place) => boolean {
  if (broken.length === 0) return () => false;
  const isAtOrAbove = (a: Place, b: Place) =>
    a.root === b.root && a.segments.every((segment, index) => b.segments[index] === segment);
  return (source, report) =>
    broken.some((place) => isAtOrAbove(report, place) || refsOf(source).some((ref) => isAtOrAbove(place, ref)));
}
