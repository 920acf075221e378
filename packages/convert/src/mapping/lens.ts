import type { Json } from '@capstan/api';
import type { Scope } from './issue.ts';
import { isBlank, prune } from './json.ts';

/**
 * Two ways between a Machine API value (A) and a Cluster API value (B); undefined is "absent" on either side. Neither way
 * throws: what cannot be said is reported to the scope and left out. A lens may lose what has no effect on the machine:
 * the engine notices (it goes back and compares) and carries the original.
 */
export interface Lens<A, B, C> {
  toCapi(value: A | undefined, scope: Scope<C>): B | undefined;
  toMapi(value: B | undefined, scope: Scope<C>): A | undefined;
  /** A form in which values that mean the same are deeply equal, where pruning alone does not give one. */
  canonMapi?(value: A | undefined, context: C): unknown;
  canonCapi?(value: B | undefined, context: C): unknown;
  /**
   * For lenses that carry finer than whole values (labels: key by key). `residue` is what `out` does not tell of `value`;
   * `restore` improves a decoded value with it, as far as it still fits `from`.
   */
  readonly residues?: {
    toCapi: Residue<A, B, C>;
    toMapi: Residue<B, A, C>;
  };
}

/** What is kept of a source value, and how it helps on the way back. */
export interface Residue<S, T, C> {
  keep(source: S | undefined, target: T | undefined, context: C): Json | undefined;
  /** Makes the source value again from the target and what was kept. */
  restore(kept: Json, target: T | undefined, scope: Scope<C>): S | undefined;
}

/** Which values of one side of a row are equal, written as data so that docs and laws can show and use it. */
export interface Equality<C> {
  /** '' or {} or [] says something here, other than absent. */
  readonly keepEmpty?: boolean;
  /** 0 says no more than absent. */
  readonly zeroIsAbsent?: boolean;
  /** false says no more than absent. */
  readonly falseIsAbsent?: boolean;
  /** What absent means; written out for the other side, whose own default may differ. */
  readonly absentIs?: Json | ((context: C) => Json | undefined);
  /** The list is a set: its order means nothing and this field names an item. */
  readonly setBy?: string;
}

/** The value with everything that only looks like one taken away, and the side's default put in. */
export function effective<C>(equality: Equality<C>, value: unknown, context: C): unknown {
  const empty =
    (!equality.keepEmpty && isBlank(value)) ||
    (equality.zeroIsAbsent && value === 0) ||
    (equality.falseIsAbsent && value === false);
  if (!empty && value !== undefined) return value;
  const { absentIs } = equality;
  return typeof absentIs === 'function' ? absentIs(context) : absentIs;
}

/** The form in which two values of a side are deeply equal exactly if they mean the same. */
export function canonical<C>(equality: Equality<C>, value: unknown, context: C): unknown {
  const meant = effective(equality, value, context);
  const pruned = equality.keepEmpty && isBlank(meant) ? meant : prune(meant);
  if (equality.setBy === undefined || !Array.isArray(pruned)) return pruned;
  const key = equality.setBy;
  const nameOf = (item: Json): string => {
    const name =
      typeof item === 'object' && item !== null && !Array.isArray(item) && key in item ? Reflect.get(item, key) : item;
    return typeof name === 'string' ? name : JSON.stringify(name);
  };
  return pruned.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}
