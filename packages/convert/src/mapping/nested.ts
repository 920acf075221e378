import { makeScope, type Scope } from './issue.ts';
import { canonical, effective } from './lens.ts';
import type { Codec } from './make-row.ts';
import { type ApiSide, readSide, writeSide } from './parts.ts';
import { type FieldDoc, placeOf, type Row } from './row.ts';
import { type Direction, sides } from './table.ts';

/**
 * A table below a row: the rows pair fields of an object inside the object. What it loses without effect on the machine
 * the row above carries, as a whole.
 */
export function nested<A extends object, B extends object, C>(rule: string, rows: readonly Row<C>[]): Codec<A, B, C> {
  const run = (direction: Direction, value: unknown, scope: Scope<C>): unknown => {
    const { source, target } = sides(direction);
    const parts = {};
    for (const row of rows) {
      const equality = source === 'mapi' ? row.mapiEquality : row.capiEquality;
      const found = effective(equality, readSide(row[source], { value: value ?? {} }), scope.context);
      const inner = makeScope(scope.context, (problem, at) =>
        scope.at(...placeOf(row[source], at).segments).report({ ...problem, at: [] }),
      );
      writeSide(row[target], parts, row.lens[direction](found, inner));
    }
    return 'value' in parts ? parts.value : {};
  };
  const canon = (side: ApiSide, value: unknown, context: C): unknown => {
    const form: { [row: string]: unknown } = {};
    for (const row of rows) {
      const equality = side === 'mapi' ? row.mapiEquality : row.capiEquality;
      const own = side === 'mapi' ? row.lens.canonMapi : row.lens.canonCapi;
      const meant = effective(equality, readSide(row[side], { value: value ?? {} }), context);
      form[row.name] = canonical(equality, own === undefined ? meant : own(meant, context), context);
    }
    return form;
  };
  return {
    rule,
    fields: rows.flatMap((row) => row.fields),
    toCapi: (value, scope) => (value === undefined ? undefined : (run('toCapi', value, scope) as B)),
    toMapi: (value, scope) => (value === undefined ? undefined : (run('toMapi', value, scope) as A)),
    canonMapi: (value, context) => (value === undefined ? undefined : canon('mapi', value, context)),
    canonCapi: (value, context) => (value === undefined ? undefined : canon('capi', value, context)),
  };
}

/** A list whose items keep their order, each converted by the codec. */
export function listOf<A, B, C>(codec: Codec<A, B, C>): Codec<A[], B[], C> {
  return {
    rule: `each item: ${codec.rule}`,
    fields: (codec.fields ?? []).map(inList),
    samples: {
      ...(codec.samples?.mapi !== undefined && { mapi: [[], codec.samples.mapi] }),
      ...(codec.samples?.capi !== undefined && { capi: [[], codec.samples.capi] }),
    },
    toCapi: (items, scope) => items?.flatMap((item, index) => codec.toCapi(item, scope.at(index)) ?? []),
    toMapi: (items, scope) => items?.flatMap((item, index) => codec.toMapi(item, scope.at(index)) ?? []),
    canonMapi: (items, context) => items?.map((item) => codec.canonMapi?.(item, context) ?? item),
    canonCapi: (items, context) => items?.map((item) => codec.canonCapi?.(item, context) ?? item),
  };
}

function inList(field: FieldDoc): FieldDoc {
  return {
    ...field,
    ...(field.mapi !== undefined && { mapi: `[].${field.mapi}` }),
    ...(field.capi !== undefined && { capi: `[].${field.capi}` }),
  };
}
