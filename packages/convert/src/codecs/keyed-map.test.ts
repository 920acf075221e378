import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { makeScope, silentScope } from '../mapping/issue.ts';
import { type Entry, type KeyedMap, keyedMap, type StringMap } from './keyed-map.ts';

/** Two drawers that share a shelf: `left` keys keep their name, `right` ones too, and both call `a` there `A`. */
interface Drawers {
  left?: StringMap | undefined;
  right?: StringMap | undefined;
}

const rules: KeyedMap<Drawers, undefined> = {
  added: () => ({ shelf: '1' }),
  isDropped: (key) => key === 'dust',
  entries: (drawers) =>
    (['left', 'right'] as const).flatMap((slot) =>
      Object.entries(drawers?.[slot] ?? {}).map(([key, value]) => ({ slot, key, value })),
    ),
  slots(entries) {
    const pick = (slot: string) =>
      Object.fromEntries(entries.filter((entry) => entry.slot === slot).map(({ key, value }) => [key, value]));
    return { left: pick('left'), right: pick('right') };
  },
  forward({ key, value }) {
    if (key === 'dust') return { kind: 'drop' };
    if (key === 'bomb')
      return { kind: 'refuse', problem: { code: 'NotSupported', message: 'no bombs', hint: 'Remove it.' } };
    return { kind: 'to', key: key === 'a' ? 'A' : key, value };
  },
  backward: (map): Entry[] =>
    Object.entries(map)
      .filter(([key]) => key !== 'shelf' && key !== 'dust')
      .map(([key, value]) => ({ slot: 'left', key: key === 'A' ? 'a' : key, value })),
};
const lens = keyedMap(rules);
const { residues } = lens;
if (residues === undefined) throw new Error('a keyed map carries');

function toCapi(drawers: Drawers): { map: StringMap | undefined; problems: string[] } {
  const problems: string[] = [];
  const map = lens.toCapi(
    drawers,
    makeScope(undefined, ({ code }, at) => problems.push(`${code} ${at.join('.')}`)),
  );
  return { map, problems };
}

function carry(drawers: Drawers, edit: (map: StringMap) => StringMap = (map) => map): Drawers | undefined {
  const { map } = toCapi(drawers);
  const kept = residues?.toCapi.keep(drawers, map, undefined);
  const edited = edit(map ?? {});
  return kept === undefined
    ? lens.toMapi(edited, silentScope(undefined))
    : residues?.toCapi.restore(kept, edited, silentScope(undefined));
}

describe('two maps in one', () => {
  it("share it, with what is always there and without what is nobody's", () => {
    expect(toCapi({ left: { a: '1', dust: 'x' }, right: { b: '2' } })).toEqual({
      map: { shelf: '1', A: '1', b: '2' },
      problems: [],
    });
  });

  it('that contradict each other, or what is always there, are told of where they do', () => {
    expect(toCapi({ left: { b: '1' }, right: { b: '2' } }).problems).toEqual(['Conflict right.b']);
    expect(toCapi({ left: { shelf: '2' } }).problems).toEqual(['Conflict left.shelf']);
    expect(toCapi({ right: { bomb: '' } }).problems).toEqual(['NotSupported right.bomb']);
  });

  it('that agree are one key there, and two again on the way back', () => {
    const drawers = { left: { b: '1' }, right: { b: '1' } };
    expect(toCapi(drawers)).toEqual({ map: { shelf: '1', b: '1' }, problems: [] });
    expect(carry(drawers)).toEqual(drawers);
  });

  it.each<[string, Json]>([
    ['remembers nothing of a key', { b: [] }],
    ['remembers a map that there is not', { b: [{ slot: '', key: 'b', value: '2' }] }],
    ['remembers another key', { b: [{ slot: 'right', key: 'c', value: '2' }] }],
    ['remembers another value', { b: [{ slot: 'right', key: 'b', value: '3' }] }],
  ])('keep a key whose memory is damaged so that it %s', (_, kept) => {
    const { map } = toCapi({ right: { b: '2' } });
    expect(residues?.toCapi.restore(kept, map, silentScope(undefined))).toEqual({ left: { b: '2' }, right: {} });
  });

  it('need nothing carried where the key tells where it is from', () => {
    const drawers = { left: { a: '1' } };
    expect(residues?.toCapi.keep(drawers, toCapi(drawers).map, undefined)).toBeUndefined();
  });

  it('come back key by key: the changed one as it is now, the others to where they were', () => {
    const drawers = { left: {}, right: { b: '1', c: '2' } };
    expect(carry(drawers, (map) => ({ ...map, c: '3', d: '4' }))).toEqual({
      left: { c: '3', d: '4' },
      right: { b: '1' },
    });
    expect(carry(drawers, ({ b: _, ...map }) => map)).toEqual({ left: {}, right: { c: '2' } });
  });

  it('survive keys of JavaScript', () => {
    const drawers = { left: {}, right: JSON.parse('{"__proto__":"1","constructor":"2"}') };
    expect(Object.entries(carry(drawers)?.right ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});

describe('one map in the words of another', () => {
  const back = (map: StringMap, edit: (drawers: Drawers) => Drawers = (same) => same): StringMap | undefined => {
    const drawers = lens.toMapi(map, silentScope(undefined));
    const kept = residues.toMapi.keep(map, drawers, undefined);
    const edited = edit(drawers ?? {});
    return kept === undefined
      ? lens.toCapi(edited, silentScope(undefined))
      : residues.toMapi.restore(kept, edited, silentScope(undefined));
  };

  it('has keys that come back under another name, so theirs is carried', () => {
    expect(back({ shelf: '1', a: '1', b: '2' })).toEqual({ shelf: '1', a: '1', b: '2' });
    expect(back({ shelf: '1', a: '1', A: '1' })).toEqual({ shelf: '1', a: '1', A: '1' });
  });

  it('does not bring them back once they say something else, or nothing', () => {
    expect(back({ shelf: '1', a: '1' }, () => ({ left: { a: '2' } }))).toEqual({ shelf: '1', A: '2' });
    expect(back({ shelf: '1', a: '1' }, () => ({}))).toEqual({ shelf: '1' });
  });

  it('of which two would be one with two values is refused', () => {
    const scope = silentScope(undefined);
    lens.toMapi({ a: '1', A: '2' }, scope);
    expect(scope.failed()).toBe(true);
  });

  it.each<Json>([5, [], {}, { keys: {} }, { keys: { a: 5 }, instead: [] }, { keys: {}, instead: [5] }])(
    'takes no carried %j for its own',
    (kept) => {
      const scope = silentScope(undefined);
      expect(residues.toMapi.restore(kept, { left: { a: '1' } }, scope)).toEqual({ shelf: '1', A: '1' });
      expect(scope.failed()).toBe(true);
    },
  );
});
