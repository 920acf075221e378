import type { Json } from '@capstan/api';
import type { Segment } from './issue.ts';
import type { Equality, Lens } from './lens.ts';

/** The parts that an object is taken apart into; `value` is the provider spec or the infra machine spec. */
export type Root = 'value' | '$machine' | '$meta' | '$set' | '$setMeta';

/** A place in one side's parts. */
export interface Ref {
  readonly root: Root;
  readonly segments: readonly string[];
}

/** What one side of a row owns: nothing, one place, or several places by name. */
export type Side =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly ref: Ref }
  | { readonly kind: 'many'; readonly slots: { readonly [slot: string]: Ref } };

/**
 * How a leaf ends. `ignored` is for what is no configuration: a server or a controller owns it, and the object on the other
 * side gets its own.
 */
export type Outcome = 'mapped' | 'compared' | 'carried' | 'refused' | 'ignored';

/** What a person is told about one field, or one pair of fields. */
export interface FieldDoc {
  readonly mapi?: string;
  readonly capi?: string;
  readonly outcome: Outcome;
  /** What happens, from the kind of row. */
  readonly rule: string;
  /** Why, from the row. */
  readonly doc?: string;
  readonly hint?: string;
  /** What counts as the same. */
  readonly equal?: string;
  /** The one value that the target accepts, where it accepts one only. */
  readonly only?: Json;
  /** The whole value below this path is meant; fields below have no rows of their own. */
  readonly whole?: boolean;
}

/** One row of a mapping table. Made by the functions of rows.ts, which check its types; the engine no longer needs them. */
export interface Row<C> {
  /** Stable: the key of what the row carries. */
  readonly name: string;
  readonly mapi: Side;
  readonly capi: Side;
  readonly lens: Lens<unknown, unknown, C>;
  readonly mapiEquality: Equality<C>;
  readonly capiEquality: Equality<C>;
  readonly fields: readonly FieldDoc[];
  readonly samples: Samples;
}

/** Values that a row accepts, for generators of tests; `required` where an object without the field is refused. */
export interface Samples {
  readonly mapi?: readonly Json[];
  readonly capi?: readonly Json[];
  readonly required?: boolean;
}

/** Reads a path of a table: a leading `$machine`, `$meta`, `$set` or `$setMeta` names the part, else it is the value's. */
export function refOf(path: string): Ref {
  const [first = '', ...rest] = path.split('.');
  switch (first) {
    case '$machine':
    case '$meta':
    case '$set':
    case '$setMeta':
      return { root: first, segments: rest };
    default:
      return { root: 'value', segments: [first, ...rest] };
  }
}

/** The places that a side owns. */
export function refsOf(side: Side): readonly Ref[] {
  if (side.kind === 'none') return [];
  return side.kind === 'one' ? [side.ref] : Object.values(side.slots);
}

/** Turns the path of a problem into root and segments: the first segment of a `many` side names a slot. */
export function placeOf(side: Side, at: readonly Segment[]): { root: Root; segments: readonly Segment[] } {
  if (side.kind === 'none') return { root: '$machine', segments: at };
  if (side.kind === 'one') return { root: side.ref.root, segments: [...side.ref.segments, ...at] };
  const [slot, ...rest] = at;
  const ref = (typeof slot === 'string' ? side.slots[slot] : undefined) ?? Object.values(side.slots)[0];
  if (ref === undefined) return { root: '$machine', segments: at };
  return { root: ref.root, segments: [...ref.segments, ...rest] };
}
