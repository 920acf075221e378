import type { Json } from '@capstan/api';
import { type Scope, silentScope } from '../mapping/issue.ts';
import { isObject, setOwn } from '../mapping/json.ts';
import type { Residue } from '../mapping/lens.ts';
import type { Entry, KeyedMap, StringMap } from './keyed-map.ts';

type Encode<A, C> = (slots: A | undefined, scope: Scope<C>) => StringMap;

/**
 * Several keys of a Cluster API map may say one thing in Machine API, and some nothing. What the way there and back would
 * make of such keys is remembered: the keys as they were, and those that stand in their place.
 */
export function spelling<A, C>(map: KeyedMap<A, C>, encode: Encode<A, C>): Residue<StringMap, A, C> {
  return {
    keep(source = {}, slots, context) {
      const again = encode(slots, silentScope(context));
      const added = map.added(context);
      const keys: { [key: string]: string } = {};
      for (const [key, value] of Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (!map.isDropped(key) && (!Object.hasOwn(again, key) || again[key] !== value)) setOwn(keys, key, value);
      }
      const instead = Object.keys(again)
        .filter((key) => !Object.hasOwn(source, key) && !Object.hasOwn(added, key))
        .sort();
      return Object.keys(keys).length === 0 ? undefined : { keys, instead };
    },

    restore(kept, slots, scope) {
      const remembered = parseKept(kept);
      const target = encode(slots, scope);
      if (remembered === undefined) {
        scope.report({ code: 'CarriedInvalid', message: 'not the keys of a map', hint: 'Restore the annotation.' });
        return target;
      }
      const present = new Set(map.entries(slots, scope).map(textOf));
      const dropped = new Set<string>();
      for (const [key, value] of Object.entries(remembered.keys)) {
        // Still said, or nothing that Machine API could have changed.
        const told = map.backward({ [key]: value }, silentScope(scope.context));
        if (!told.every((entry) => present.has(textOf(entry)))) continue;
        for (const entry of told) {
          const fate = map.forward(entry, scope.context);
          if (fate.kind === 'to') dropped.add(fate.key);
        }
        setOwn(target, key, value);
      }
      for (const key of remembered.instead) if (dropped.has(key)) delete target[key];
      return target;
    },
  };
}

/**
 * Two keys of a Cluster API map with different values that would be one in Machine API, or would be one after the way
 * back.
 */
export function reportContradictions<A, C>(
  map: KeyedMap<A, C>,
  target: StringMap,
  told: readonly Entry[],
  scope: Scope<C>,
): void {
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  for (const entry of told) {
    const place = placeOf(entry);
    const before = there.get(place) ?? entry.value;
    there.set(place, before);
    if (before !== entry.value) {
      report(sourcesOf(map, target, entry, scope.context), entry.key);
      continue;
    }
    const fate = map.forward(entry, scope.context);
    if (fate.kind !== 'to') continue;
    const returned = back.get(fate.key) ?? fate.value;
    back.set(fate.key, returned);
    if (returned !== fate.value) report([fate.key], fate.key);
  }

  function report(from: readonly string[], key: string): void {
    const last = from.at(-1) ?? key;
    scope.at(last).report({
      code: 'Conflict',
      value: target[last],
      message: `${from.length > 1 ? from.join(' and ') : 'this and another key'} say different things, which Machine API holds in one place, as ${key}`,
      hint: 'Remove all but one.',
    });
  }
}

/** The keys that say an entry. */
function sourcesOf<A, C>(map: KeyedMap<A, C>, target: StringMap, { slot, key }: Entry, context: C): string[] {
  const says = (name: string) =>
    map
      .backward({ [name]: target[name] ?? '' }, silentScope(context))
      .some((entry) => entry.slot === slot && entry.key === key);
  return Object.keys(target).filter(says).sort();
}

function placeOf({ slot, key }: Entry): string {
  return `${slot}\u0000${key}`;
}

function textOf(entry: Entry): string {
  return `${placeOf(entry)}\u0000${entry.value}`;
}

function parseKept(kept: Json): { keys: StringMap; instead: readonly string[] } | undefined {
  if (!isObject(kept) || !isObject(kept['keys']) || !Array.isArray(kept['instead'])) return undefined;
  const { keys, instead } = kept;
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.values(keys).every(isText) && instead.every(isText) ? { keys: keys as StringMap, instead } : undefined;
}
