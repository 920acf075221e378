import type { Json } from '@capstan/api';
import type { Segment } from './problem.ts';

// Where each value of an object stood is kept as one list of numbers: an entry for the value itself, then for each member
// or item its entry and those of what is in it, in the order in which Object.keys gives the members. That is 4 bytes a value; the
// value itself is the index.

/** How many entries the members or items of a value have. */
function entriesWithin(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  for (const member of Object.values(value)) count += 1 + entriesWithin(member);
  return count;
}

/** Adds the entries of a value and of all that is in it, all of them with one offset. */
export function fillOffsets(offsets: number[], value: Json, offset: number): void {
  for (let left = 1 + entriesWithin(value); left > 0; left -= 1) offsets.push(offset);
}

/**
 * Puts the entries of an object's members, which start at index `from` and are in the order of `inserted`, into the order of
 * Object.keys. The two differ where a key looks like a list index: JavaScript puts those first.
 */
export function sortEntries(
  offsets: number[],
  from: number,
  inserted: readonly string[],
  value: { readonly [key: string]: Json },
): void {
  if (!inserted.some((key) => /^[0-9]+$/.test(key))) return;
  const entries = new Map<string, number[]>();
  let at = from;
  for (const key of inserted) {
    const end = at + 1 + entriesWithin(value[key]);
    entries.set(key, offsets.slice(at, end));
    at = end;
  }
  offsets.length = from;
  for (const key of Object.keys(value)) {
    for (const offset of entries.get(key) ?? []) offsets.push(offset);
  }
}

/** The offset of what `path` names in the value, or of the last step of the path that is there. */
export function offsetAt(value: Json, offsets: Int32Array, path: readonly Segment[]): number {
  let at = 0;
  let here: Json | undefined = value;
  for (const segment of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, segment)) break;
    let entry = at + 1;
    for (const [key, member] of Object.entries(here)) {
      if (key === String(segment)) {
        here = member;
        break;
      }
      entry += 1 + entriesWithin(member);
    }
    at = entry;
  }
  return offsets[at] ?? 0;
}
