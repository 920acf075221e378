import type { Json, Shape } from '@capstan/api';
import fc from 'fast-check';
import { silentScope } from '../mapping/issue.ts';
import { type ApiSide, type PartShapes, type Parts, shapeAt, writeSide } from '../mapping/parts.ts';
import type { Ref, Row, Side } from '../mapping/row.ts';
import type { Table } from '../mapping/table.ts';

/**
 * Generators made from mapping tables: parts of objects in which every row has a value that it accepts, drawn from its
 * samples or from the schema. Rows that refuse have no samples and so stay absent; the laws reach them by mutation.
 */
export function partsOf<C>(table: Table<C>, side: ApiSide, context: C): fc.Arbitrary<Parts> {
  const rows = table.rows.filter((row) => row[side].kind !== 'none');
  const values = rows.map((row) => rowValue(row, side, table.shapes[side], context));
  return fc.tuple(...values).map((drawn) => {
    const parts: Parts = {};
    for (const [index, row] of rows.entries()) writeSide(row[side], parts, structuredClone(drawn[index]));
    return parts;
  });
}

function rowValue<C>(row: Row<C>, side: ApiSide, shapes: PartShapes, context: C): fc.Arbitrary<unknown> {
  const isCompared = row.fields[0]?.outcome === 'compared';
  const samples = row.samples[side] ?? (isCompared ? fromCluster(row, side, context) : undefined);
  if (samples !== undefined) {
    if (samples.length === 0) return fc.constant(undefined);
    const absent = { arbitrary: fc.constant<unknown>(undefined), weight: 1 };
    const present = { arbitrary: fc.constantFrom<unknown>(...samples), weight: row.samples.required ? 60 : 3 };
    return fc.oneof(present, absent);
  }
  return fc.option(ofSide(row[side], shapes), { nil: undefined, freq: 2 });
}

/** What the cluster says where a row compares with it. */
function fromCluster<C>(row: Row<C>, side: ApiSide, context: C): Json[] {
  const value = row.lens[side === 'mapi' ? 'toMapi' : 'toCapi'](undefined, silentScope(context));
  return value === undefined ? [] : [value as Json];
}

function ofSide(side: Side, shapes: PartShapes): fc.Arbitrary<unknown> {
  if (side.kind === 'none') return fc.constant(undefined);
  if (side.kind === 'one') return atRef(side.ref, shapes);
  const slots = Object.fromEntries(Object.entries(side.slots).map(([slot, ref]) => [slot, atRef(ref, shapes)]));
  return fc.record(slots, { requiredKeys: [] });
}

function atRef(ref: Ref, shapes: PartShapes): fc.Arbitrary<unknown> {
  return ofShape(shapeAt(shapes, ref));
}

/** A name that is valid wherever Kubernetes wants one. */
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);

/** Values that a shape accepts. */
export function ofShape(shape: Shape): fc.Arbitrary<Json> {
  switch (shape.type) {
    case 'string':
      if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
      return name.map((text) => text.padEnd(shape.min ?? 0, 'a'));
    case 'integer':
    case 'number':
      return fc.integer({ min: shape.min ?? 0, max: shape.max ?? 2 ** 31 - 1 });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(ofShape(shape.items), { minLength: shape.min ?? 0, maxLength: 3 });
    case 'map':
      return fc
        .dictionary(
          fc.oneof(
            name,
            name.map((key) => `example.com/${key}`),
          ),
          ofShape(shape.values),
          { maxKeys: 3 },
        )
        .map((map) => ({ ...map }));
    case 'object': {
      const fields = Object.fromEntries(Object.entries(shape.fields).map(([field, inner]) => [field, ofShape(inner)]));
      return fc.record(fields, { requiredKeys: [...(shape.required ?? [])] }) as fc.Arbitrary<Json>;
    }
    case 'any':
      return fc.constant({});
  }
}
