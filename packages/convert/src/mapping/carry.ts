import type { Json } from '@capstan/api';
import type { SilentScope } from './issue.ts';
import { deepEqual, isObject } from './json.ts';
import { canonical, type Equality, effective } from './lens.ts';
import { parse } from './parse.ts';
import { type ApiSide, type PartShapes, shapeAt } from './parts.ts';
import type { Row, Side } from './row.ts';
import { type Direction, sides, type Table } from './table.ts';

/** What counts as equal on a side of a row. */
export function equalityOf<C>(row: Row<C>, side: ApiSide): Equality<C> {
  return side === 'mapi' ? row.mapiEquality : row.capiEquality;
}

/** The form of a side's value in which equal meaning is deep equality. */
export function canonOf<C>(row: Row<C>, side: ApiSide, value: unknown, context: C): unknown {
  const equality = equalityOf(row, side);
  const canon = side === 'mapi' ? row.lens.canonMapi : row.lens.canonCapi;
  const meant = effective(equality, value, context);
  return canonical(equality, canon === undefined ? meant : canon(meant, context), context);
}

function other(direction: Direction): Direction {
  return direction === 'toCapi' ? 'toMapi' : 'toCapi';
}

/** What the target does not tell of the source: goes back, and compares by meaning. Undefined where it tells all. */
export function residueOf<C>(
  row: Row<C>,
  direction: Direction,
  value: unknown,
  out: unknown,
  scope: SilentScope<C>,
): Json | undefined {
  const { source, target } = sides(direction);
  const { context } = scope;
  if (row.lens.residues !== undefined) return row.lens.residues[direction].keep(value, out, context);
  if (row[source].kind === 'none') return undefined;
  scope.reset();
  const returned = row.lens[other(direction)](effective(equalityOf(row, target), out, context), scope);
  const isSame =
    !scope.failed() &&
    // Mostly to the letter, which is found out without making canonical forms.
    (deepEqual(returned, value) ||
      deepEqual(canonOf(row, source, value, context), canonOf(row, source, returned, context)));
  return isSame ? undefined : ((value ?? null) as Json);
}

/** Gives back what was carried, if the mirrored value still is what the carried one gives; else undefined. */
export function restore<C>(
  table: Table<C>,
  row: Row<C>,
  direction: Direction,
  value: unknown,
  scope: SilentScope<C>,
  kept: Json,
): { value: unknown } | undefined {
  const { source, target } = sides(direction);
  const { context } = scope;
  scope.reset();
  if (row.lens.residues !== undefined) {
    const restored = row.lens.residues[other(direction)].restore(kept, value, scope);
    return scope.failed() ? undefined : { value: restored };
  }
  let wellFormed = true;
  const candidate =
    kept === null ? undefined : parseSide(table.shapes[target], row[target], kept, () => (wellFormed = false));
  if (!wellFormed) return undefined;
  const mirrored = row.lens[other(direction)](candidate, scope);
  const unchanged =
    !scope.failed() && deepEqual(canonOf(row, source, value, context), canonOf(row, source, mirrored, context));
  return unchanged ? { value: candidate } : undefined;
}

function parseSide(shapes: PartShapes, side: Side, value: Json, report: () => void): unknown {
  if (side.kind === 'none') return undefined;
  if (side.kind === 'one') return parse(shapeAt(shapes, side.ref), value, report);
  const slots: { [slot: string]: unknown } = {};
  if (!isObject(value)) {
    report();
    return slots;
  }
  for (const [slot, ref] of Object.entries(side.slots)) slots[slot] = parse(shapeAt(shapes, ref), value[slot], report);
  return slots;
}
