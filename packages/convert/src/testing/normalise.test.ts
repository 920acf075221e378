import { describe, expect, it } from 'vitest';
import { allPaths, deepFreeze, leafPaths, replaceAt, reverseKeys } from './mutate.ts';
import { type Normalisations, normalise } from './normalise.ts';

const none: Normalisations = { ignored: [], defaults: [], sets: [], keepEmpty: [], maps: [], zero: [], whereSet: [] };
const isSame = (a: unknown, b: unknown, rules: Partial<Normalisations>) =>
  JSON.stringify(normalise(a, { ...none, ...rules })) === JSON.stringify(normalise(b, { ...none, ...rules }));

describe('what the laws take for the same', () => {
  it.each<[string, unknown, unknown, Partial<Normalisations>]>([
    ['empty and absent', { a: '', b: [], c: { d: null } }, {}, {}],
    ['what is ignored', { a: { b: 1, c: 2 } }, { a: { b: 3, c: 2 } }, { ignored: ['a/b'] }],
    ['a key with a slash that is ignored', { a: { 'x/y': 1 } }, {}, { ignored: ['a/x~y'] }],
    ['a default and absent', { a: 1 }, {}, { defaults: [['a', 1]] }],
    ['zero and a default, where zero is absent', { a: 0 }, { a: 5 }, { defaults: [['a', 5]], zero: ['a'] }],
    ['a list that is a set', { a: [{ n: '2' }, { n: '1' }] }, { a: [{ n: '1' }, { n: '2' }] }, { sets: [['a', 'n']] }],
    ['zero and absent where it says so', { a: [{ b: 0 }] }, { a: [{}] }, { zero: ['a/*/b'] }],
    ['a default inside an object that is there', { a: { b: 1 } }, { a: { b: 1, c: 2 } }, { whereSet: [['a', 'c', 2]] }],
  ])('are %s', (_, a, b, rules) => {
    expect(isSame(a, b, rules)).toBe(true);
  });

  it.each<[string, unknown, unknown, Partial<Normalisations>]>([
    ['values', { a: 1 }, { a: 2 }, {}],
    ['zero and absent elsewhere', { a: 0 }, {}, {}],
    ['zero and a default, where zero says something', { a: 0 }, { a: 5 }, { defaults: [['a', 5]] }],
    ['lists in another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, {}],
    ['an empty object where being there counts', { a: {} }, {}, { keepEmpty: ['a'] }],
    ['a key without a value in a map', { a: { k: '' } }, {}, { maps: ['a'] }],
    ['a default inside an object that is not there', { a: { c: 2 } }, {}, { whereSet: [['a', 'c', 2]] }],
  ])('are not %s', (_, a, b, rules) => {
    expect(isSame(a, b, rules)).toBe(false);
  });
});

describe('changes for the laws', () => {
  const value = { a: [1, { b: {} }], c: 'x' };

  it('reach every leaf, and every place', () => {
    expect(leafPaths(value)).toEqual([['a', 0], ['a', 1, 'b'], ['c']]);
    expect(allPaths(value)).toHaveLength(6);
  });

  it('are made to a copy', () => {
    const frozen = deepFreeze(structuredClone(value));
    expect(replaceAt(frozen, ['a', 1, 'b'], 5)).toEqual({ a: [1, { b: 5 }], c: 'x' });
    expect(replaceAt(frozen, ['c'], undefined)).toEqual({ a: [1, { b: {} }] });
    expect(JSON.stringify(reverseKeys(frozen))).toBe('{"c":"x","a":[1,{"b":{}}]}');
    expect(() => Object.assign(frozen, { c: 'y' })).toThrow(TypeError);
  });
});
