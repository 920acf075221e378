import type { Json } from '@capstan/api';
import { type Problem, type Scope, silentScope } from '../mapping/issue.ts';
import { deepEqual, setOwn } from '../mapping/json.ts';
import type { Lens } from '../mapping/lens.ts';
import { reportContradictions, spelling } from './keyed-map-spelling.ts';

/** A map of strings: labels or annotations. */
export interface StringMap {
  [key: string]: string;
}

/** One key of one of the Machine API maps that share a Cluster API map. */
export interface Entry {
  readonly slot: string;
  readonly key: string;
  readonly value: string;
}

/** What becomes of an entry: a Cluster API key, nothing (`drop`: it belongs to a tool or is made anew), or an error. */
export type Fate =
  | { readonly kind: 'to'; readonly key: string; readonly value: string; readonly notes?: readonly Problem[] }
  | { readonly kind: 'drop' }
  | { readonly kind: 'refuse'; readonly problem: Problem };

/** Several Machine API maps (slots) in one Cluster API map. */
export interface KeyedMap<A, C> {
  entries(slots: A | undefined, scope: Scope<C>): Entry[];
  slots(entries: readonly Entry[]): A | undefined;
  /** Where one entry goes. */
  forward(entry: Entry, context: C): Fate;
  /** What a whole Cluster API map says in Machine API's words. */
  backward(map: StringMap, scope: Scope<C>): Entry[];
  /** Keys that Cluster API always has there. */
  added(context: C): StringMap;
  /** Keys of the Cluster API map that are nobody's configuration. */
  isDropped(key: string): boolean;
}

type KeptEntries = { readonly [capiKey: string]: readonly Entry[] };

/**
 * A lens for such maps that carries key by key: where a Cluster API key came from is remembered only if the key itself
 * does not tell, and is used again for each key whose value is still the mirrored one, whatever happened to others.
 */
export function keyedMap<A, C>(map: KeyedMap<A, C>): Lens<A, StringMap, C> {
  /** The entries of each map that was made here, for `keep`, which is asked right after. */
  const madeFrom = new WeakMap<StringMap, readonly Entry[]>();

  const encode = (slots: A | undefined, scope: Scope<C>): StringMap => {
    const target: StringMap = { ...map.added(scope.context) };
    const origin = new Map<string, Entry>();
    const taken: Entry[] = [];
    madeFrom.set(target, taken);
    for (const entry of map.entries(slots, scope)) {
      const fate = map.forward(entry, scope.context);
      const place = () => scope.at(entry.slot, entry.key);
      if (fate.kind === 'refuse') place().report({ value: entry.value, ...fate.problem });
      if (fate.kind !== 'to') continue;
      const before = origin.get(fate.key);
      if (Object.hasOwn(target, fate.key) && target[fate.key] !== fate.value) {
        place().report({
          code: 'Conflict',
          value: entry.value,
          message: `Cluster API holds this as ${fate.key}, where ${before === undefined ? "the cluster's name" : `the value of ${before.key}`} is ${JSON.stringify(target[fate.key])}`,
          hint: 'Give both the same value, or remove one.',
        });
        continue;
      }
      for (const note of fate.notes ?? []) place().report({ value: entry.value, ...note });
      origin.set(fate.key, entry);
      taken.push(entry);
      setOwn(target, fate.key, fate.value);
    }
    return target;
  };

  /** False for an entry of a map that there is not. */
  const hasItsSlot = (entry: Entry, scope: Scope<C>): boolean =>
    haveSameEntries(map.entries(map.slots([entry]), silentScope(scope.context)), [entry]);

  const byTarget = (entries: readonly Entry[], context: C): Map<string, Entry[]> => {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries) {
      const fate = map.forward(entry, context);
      if (fate.kind !== 'to') continue;
      const group = groups.get(fate.key);
      if (group === undefined) groups.set(fate.key, [entry]);
      else group.push(entry);
    }
    for (const group of groups.values()) group.sort(compareEntries);
    return groups;
  };

  return {
    toCapi: encode,
    toMapi(target = {}, scope) {
      const told = map.backward(target, scope);
      reportContradictions(map, target, told, scope);
      return map.slots(told);
    },
    canonMapi: (slots, context) =>
      map
        .entries(slots, silentScope(context))
        .filter((entry) => map.forward(entry, context).kind !== 'drop')
        .sort(compareEntries),
    canonCapi: (target, context) =>
      Object.entries({ ...map.added(context), ...target })
        .filter(([key]) => !map.isDropped(key))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    residues: {
      toCapi: {
        keep(slots, target, context) {
          const scope = silentScope(context);
          const told = map.backward(target ?? {}, scope);
          const meant = (target && madeFrom.get(target)) ?? map.entries(slots, scope);
          if (haveSameEntries(meant, told)) return undefined;
          const original = byTarget(meant, context);
          const decoded = byTarget(told, context);
          const kept: { [key: string]: Json } = {};
          for (const key of [...new Set([...original.keys(), ...decoded.keys()])].sort()) {
            const entries = original.get(key) ?? [];
            if (!deepEqual(entries, decoded.get(key) ?? [])) {
              setOwn(
                kept,
                key,
                entries.map(({ slot, key: name, value }) => ({ slot, key: name, value })),
              );
            }
          }
          return Object.keys(kept).length === 0 ? undefined : kept;
        },
        restore(kept, target, scope) {
          const remembered = parseKept(kept);
          if (remembered === undefined) {
            scope.report({
              code: 'CarriedInvalid',
              message: 'not a map of keys to where they came from',
              hint: 'Restore the annotation.',
            });
            return undefined;
          }
          const told = map.backward(target ?? {}, scope);
          const groups = byTarget(told, scope.context);
          for (const [key, entries] of Object.entries(remembered)) {
            if (target === undefined || !Object.hasOwn(target, key)) continue;
            // Nothing is what was there only where the key was added here; else somebody has damaged the annotation.
            const added = map.added(scope.context);
            const isNobodys = Object.hasOwn(added, key) && added[key] === target[key];
            const unchanged = entries.every((entry) => {
              const fate = map.forward(entry, scope.context);
              return fate.kind === 'to' && fate.key === key && fate.value === target[key] && hasItsSlot(entry, scope);
            });
            if (unchanged && (entries.length > 0 || isNobodys)) groups.set(key, [...entries]);
          }
          const entries = [...groups.values()].flat();
          reportContradictions(map, target ?? {}, entries, scope);
          return map.slots(entries);
        },
      },
      toMapi: spelling(map, encode),
    },
  };
}

function haveSameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  if (a.length !== b.length) return false;
  const text = ({ slot, key, value }: Entry) => `${slot}\u0000${key}\u0000${value}`;
  const known = new Set(a.map(text));
  return b.every((entry) => known.has(text(entry)));
}

function compareEntries(a: Entry, b: Entry): number {
  const x = `${a.slot}\u0000${a.key}`;
  const y = `${b.slot}\u0000${b.key}`;
  return x < y ? -1 : x > y ? 1 : 0;
}

function parseKept(kept: Json): KeptEntries | undefined {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return undefined;
  const remembered: { [key: string]: Entry[] } = {};
  for (const [key, list] of Object.entries(kept)) {
    if (!Array.isArray(list)) return undefined;
    const entries: Entry[] = [];
    for (const item of list as readonly Json[]) {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
      const { slot, key: name, value } = item as { readonly [field: string]: Json };
      if (typeof slot !== 'string' || typeof name !== 'string' || typeof value !== 'string') return undefined;
      entries.push({ slot, key: name, value });
    }
    setOwn(remembered, key, entries);
  }
  return remembered;
}
