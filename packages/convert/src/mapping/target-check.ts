import type { ObjectShape } from '@capstan/api';
import type { Segment } from './issue.ts';
import { parse } from './parse.ts';
import type { ApiSide, Parts } from './parts.ts';
import { placeOf, type Root, type Row, refsOf } from './row.ts';
import { type Direction, type PartIssue, sides, type Table } from './table.ts';

/** What the target's API server would refuse is reported at the source field that it comes from. */
export function checkTarget<C>(table: Table<C>, direction: Direction, parts: Parts, issues: PartIssue[]): void {
  const { target } = sides(direction);
  for (const [root, shape] of Object.entries(table.shapes[target]) as [Root, ObjectShape][]) {
    if (parts[root] === undefined) continue;
    parse(
      shape,
      parts[root],
      ({ kind, segments, message, value }) => {
        const place = mirrorPlace(table, target, { root, segments });
        if (issues.some((issue) => isError(issue) && isBelow(issue, place))) return;
        const api = target === 'capi' ? 'Cluster API' : 'Machine API';
        issues.push({
          ...place,
          problem: {
            code: kind === 'required' ? 'Required' : 'InvalidValue',
            value,
            message: `${api} does not accept the result: ${segments.join('.')} ${message}`,
            hint: kind === 'required' ? 'Add the field.' : 'Correct the value.',
          },
        });
      },
      'final',
    );
  }
}

/** True for an issue after which nothing is converted. */
export function isError({ problem }: PartIssue): boolean {
  return (problem.severity ?? 'error') === 'error';
}

/** True where an issue is at or below a place. */
function isBelow(issue: PartIssue, place: { readonly root: Root; readonly segments: readonly Segment[] }): boolean {
  return issue.root === place.root && place.segments.every((segment, index) => issue.segments[index] === segment);
}

/** Where the other side has what stands at a place of this one; the place itself where no row pairs it. */
export function mirrorPlace<C>(
  table: Table<C>,
  side: ApiSide,
  place: { readonly root: Root; readonly segments: readonly Segment[] },
): { root: Root; segments: readonly Segment[] } {
  const row = rowAt(table, side, place.root, place.segments);
  const other = side === 'mapi' ? row?.capi : row?.mapi;
  return other === undefined || other.kind === 'none' ? place : placeOf(other, []);
}

/** The row that owns a place of a side: the one whose ref is the longest prefix, or that lies below it. */
function rowAt<C>(table: Table<C>, side: ApiSide, root: Root, segments: readonly Segment[]): Row<C> | undefined {
  let best: Row<C> | undefined;
  let length = -1;
  for (const row of table.rows) {
    for (const ref of refsOf(row[side])) {
      const isPrefix = ref.root === root && ref.segments.every((segment, index) => segments[index] === segment);
      if (isPrefix && ref.segments.length > length) {
        best = row;
        length = ref.segments.length;
      }
    }
  }
  return best;
}
