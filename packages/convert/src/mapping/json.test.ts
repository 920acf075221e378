import { describe, expect, it } from 'vitest';
import { asObject, canonicalJson, compact, deepEqual, isObject, listAt, prune, setOwn, sortKeys } from './json.ts';

describe('deep equality', () => {
  it.each([
    [{ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 }, 'whatever the order of keys'],
    [{ a: undefined }, {}, 'where undefined counts as absent'],
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}'), 'for a key named as the prototype'],
  ])('holds for %j and %j %s', (a, b) => {
    expect(deepEqual(a, b)).toBe(true);
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined, b: 1 }, { a: 1 }],
    [[], {}],
    [null, undefined],
    [0, ''],
    [1, '1'],
    [[1], [1, undefined]],
    [{ toString: 1 }, {}],
    [{}, JSON.parse('{"__proto__":1}')],
    [{ a: { valueOf: 1 } }, { a: {} }],
  ])('does not hold for %j and %j', (a, b) => {
    expect(deepEqual(a, b)).toBe(false);
    expect(deepEqual(b, a)).toBe(false);
  });
});

describe('canonical JSON, of which hashes are made', () => {
  it('sorts keys by code unit at every depth, and keeps the order of lists', () => {
    expect(canonicalJson({ b: [3, { z: 1, a: 2 }], B: 1, a: 'x', ä: 0 })).toBe(
      '{"B":1,"a":"x","b":[3,{"a":2,"z":1}],"ä":0}',
    );
  });

  it('leaves undefined out, and writes null where a list holds it', () => {
    expect(canonicalJson({ a: undefined, b: null, c: [undefined, 1] })).toBe('{"b":null,"c":[null,1]}');
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('escapes as JSON.stringify does, so that other languages can make the same text', () => {
    expect(canonicalJson({ 'a"b': '<&>\u2028é\n' })).toBe('{"a\\"b":"<&>\u2028é\\n"}');
  });

  it('keeps a key named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1},"b":1}');
  });
});

describe('pruning', () => {
  it.each([null, undefined, '', [], {}, { a: null }, { a: { b: [] } }])('leaves nothing of %j', (value) => {
    expect(prune(value)).toBeUndefined();
  });

  it.each([
    [0, 0],
    [false, false],
    [
      { a: 0, b: '', c: { d: false, e: [] } },
      { a: 0, c: { d: false } },
    ],
    [
      ['', { a: null }, null, [[]]],
      ['', {}, null, [[]]],
    ],
  ])('of %j leaves %j: items of a list keep their place', (value, left) => {
    expect(prune(value)).toEqual(left);
  });

  it('keeps a key named __proto__ as a key', () => {
    const left = prune(JSON.parse('{"__proto__":{"x":1}}'));
    expect(Object.keys(left ?? {})).toEqual(['__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('keys of hostile input', () => {
  it('never set a prototype', () => {
    const object: { [key: string]: unknown } = {};
    setOwn(object, '__proto__', { polluted: true });
    setOwn(object, 'a', 1);
    expect(Object.keys(object)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect('polluted' in object).toBe(false);
  });

  it('are copied as keys by sortKeys', () => {
    const copy = sortKeys(JSON.parse('{"b":1,"__proto__":{"y":1,"x":2},"a":[{"d":1,"c":2}]}'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"x":2,"y":1},"a":[{"c":2,"d":1}],"b":1}');
  });
});

describe('small ones', () => {
  it('tell objects from lists and null', () => {
    expect([{}, [], null, 'a', 1, undefined].map(isObject)).toEqual([true, false, false, false, false, false]);
    expect(asObject([])).toBeUndefined();
    expect(asObject({ a: 1 })).toEqual({ a: 1 });
  });

  it('find lists, and an empty one where there is none', () => {
    expect(listAt({ a: { b: [1] } }, 'a', 'b')).toEqual([1]);
    expect(listAt([1])).toEqual([1]);
    expect([listAt(undefined), listAt({ a: 'x' }, 'a'), listAt({ a: [] }, 'a', 'b')]).toEqual([[], [], []]);
  });

  it('make objects without undefined members, or none', () => {
    expect(compact({ a: 1, b: undefined })).toEqual({ a: 1 });
    expect(Object.keys(compact({ a: 1, b: undefined }) ?? {})).toEqual(['a']);
    expect(compact({ a: undefined })).toBeUndefined();
  });
});
