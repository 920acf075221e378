import type { Equality, Lens } from './lens.ts';
import { type FieldDoc, type Row, refOf, type Samples, type Side } from './row.ts';

/** Text and rules that any row may have. */
export interface RowOptions<C> {
  /** Why the row is as it is, or which upstream rule it mirrors. One or two sentences; shown in docs and by `explain`. */
  readonly doc?: string;
  /** What to do where the row refuses. */
  readonly hint?: string;
  readonly mapi?: Equality<C>;
  readonly capi?: Equality<C>;
  readonly samples?: Samples;
}

/** A lens that can also say what it does to the fields inside its value. */
export interface Codec<A, B, C> extends Lens<A, B, C> {
  /** What happens, in a few words: "`ENA` is `interface`". */
  readonly rule: string;
  /** Paths relative to the row's; absent for codecs of single values. */
  readonly fields?: readonly FieldDoc[];
  readonly samples?: Samples;
}

/** A side that a row does not touch. */
export const none: Side = { kind: 'none' };
/** A side of one place. */
export function one(path: string): Side {
  return { kind: 'one', ref: refOf(path) };
}

/** A side of several places. */
export function many(slots: { readonly [slot: string]: string }): Side {
  const entries = Object.entries(slots);
  if (entries.length === 0) return none;
  return { kind: 'many', slots: Object.fromEntries(entries.map(([slot, path]) => [slot, refOf(path)])) };
}

/** Makes a row of its sides, its lens and its texts; codecs add the fields inside their values. */
export function make<A, B, C>(
  mapi: Side,
  capi: Side,
  lens: Lens<A, B, C>,
  options: RowOptions<C>,
  about: Pick<FieldDoc, 'outcome' | 'rule' | 'whole' | 'only'>,
  codec?: Codec<A, B, C>,
): Row<C> {
  const mapiPaths = pathsOf(mapi);
  const capiPaths = pathsOf(capi);
  const name = mapiPaths[0] ?? capiPaths[0] ?? '';
  const equalities = [describeEquality(options.mapi), describeEquality(options.capi)].filter((text) => text !== '');
  const equal = [...new Set(equalities)].join('; ');
  const own: FieldDoc[] = rowFields(mapiPaths, capiPaths).map((pair) => ({
    ...pair,
    ...about,
    ...(options.doc !== undefined && { doc: options.doc }),
    ...(options.hint !== undefined && { hint: options.hint }),
    ...(equal !== '' && { equal }),
  }));
  return {
    name: mapiPaths.length > 0 ? name : `capi:${name}`,
    mapi,
    capi,
    // The one place where row types are forgotten: the engine only ever hands a lens what its own side parsed to.
    lens: lens as Lens<unknown, unknown, C>,
    mapiEquality: options.mapi ?? {},
    capiEquality: options.capi ?? {},
    fields: [...own, ...(codec?.fields ?? []).map((field) => below(field, mapi, capi))],
    samples: options.samples ?? codec?.samples ?? {},
  };
}

function pathsOf(side: Side): string[] {
  const refs = side.kind === 'none' ? [] : side.kind === 'one' ? [side.ref] : Object.values(side.slots);
  return refs.map(({ root, segments }) => (root === 'value' ? segments.join('.') : [root, ...segments].join('.')));
}

/** Pairs of a 1:1 row; for groups the first fields are paired and the others stand alone. */
function rowFields(mapi: readonly string[], capi: readonly string[]): { mapi?: string; capi?: string }[] {
  return Array.from({ length: Math.max(mapi.length, capi.length) }, (_, index) => ({
    ...(mapi[index] !== undefined && { mapi: mapi[index] }),
    ...(capi[index] !== undefined && { capi: capi[index] }),
  }));
}

/** Puts a codec's field paths below the row's; on a `many` side they start with a slot. */
function below(field: FieldDoc, mapi: Side, capi: Side): FieldDoc {
  const place = (side: Side, path: string): string => {
    if (side.kind === 'one') return `${pathsOf(side)[0]}${path.startsWith('[') ? '' : '.'}${path}`;
    if (side.kind === 'none') return path;
    const [, slot = '', rest = ''] = /^([^.[]+)(.*)$/.exec(path) ?? [];
    const index = Object.keys(side.slots).indexOf(slot);
    return `${pathsOf(side)[index] ?? slot}${rest}`;
  };
  return {
    ...field,
    ...(field.mapi !== undefined && { mapi: place(mapi, field.mapi) }),
    ...(field.capi !== undefined && { capi: place(capi, field.capi) }),
  };
}

function describeEquality<C>(equality: Equality<C> | undefined): string {
  if (equality === undefined) return '';
  const { absentIs } = equality;
  return [
    equality.zeroIsAbsent && '0 = absent',
    equality.falseIsAbsent && 'false = absent',
    absentIs !== undefined && absentIs !== null && typeof absentIs !== 'function' && `absent = \`${String(absentIs)}\``,
    typeof absentIs === 'function' && "absent = the cluster's",
    equality.setBy !== undefined && `order of items means nothing (keyed by ${equality.setBy})`,
  ]
    .filter((text) => typeof text === 'string')
    .join(', ');
}
