import { describe, expect, it } from 'vitest';
import { canonical, type Equality, effective } from './lens.ts';

type Context = { readonly region: string };
const context: Context = { region: 'us-east-1' };

describe('what a value means', () => {
  it.each<[string, Equality<Context>, unknown, unknown]>([
    ['absent as the default', { absentIs: 1 }, undefined, 1],
    ["absent as the cluster's", { absentIs: ({ region }) => region }, undefined, 'us-east-1'],
    ['empty as the default', { absentIs: 'a' }, '', 'a'],
    ['an object of nothing as absent', {}, { a: { b: [] } }, undefined],
    ['0 as itself', {}, 0, 0],
    ['0 as absent', { zeroIsAbsent: true }, 0, undefined],
    ['0 as the default', { zeroIsAbsent: true, absentIs: 7 }, 0, 7],
    ['false as itself', {}, false, false],
    ['false as absent', { falseIsAbsent: true }, false, undefined],
    ["'' as itself", { keepEmpty: true }, '', ''],
    ['{} as itself', { keepEmpty: true, absentIs: 'a' }, {}, {}],
    ['a value as itself', { absentIs: 1, zeroIsAbsent: true }, 2, 2],
  ])('takes %s', (_, equality, value, meaning) => {
    expect(effective(equality, value, context)).toEqual(meaning);
  });
});

describe('the form in which equal meaning is deep equality', () => {
  it('prunes what says nothing inside', () => {
    expect(canonical({}, { a: 1, b: '', c: { d: null } }, context)).toEqual({ a: 1 });
  });

  it('tells {} from absent where being there means something', () => {
    expect(canonical({ keepEmpty: true }, {}, context)).toEqual({});
    expect(canonical({ keepEmpty: true }, undefined, context)).toBeUndefined();
    expect(canonical({}, {}, context)).toBeUndefined();
  });

  it('orders the items of a set by name, and of a list not at all', () => {
    const items = [
      { name: 'b', value: '1' },
      { name: 'a', value: '2' },
    ];
    expect(canonical({ setBy: 'name' }, items, context)).toEqual(items.toReversed());
    expect(canonical({}, items, context)).toEqual(items);
    expect(canonical({ setBy: 'name' }, ['b', 'a'], context)).toEqual(['a', 'b']);
  });
});
