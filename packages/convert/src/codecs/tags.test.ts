import { expect, it } from 'vitest';
import { makeScope, type Problem, type Segment } from '../mapping/issue.ts';
import { tagMap } from './tags.ts';

const codec = tagMap<undefined>();

function run<T>(act: (scope: ReturnType<typeof makeScope<undefined>>) => T): {
  value: T;
  problems: [string, readonly Segment[]][];
} {
  const problems: [string, readonly Segment[]][] = [];
  const value = act(makeScope(undefined, ({ code }: Problem, at) => problems.push([code, at])));
  return { value, problems };
}

it('makes a map of a list, and a list in the order of names of a map', () => {
  expect(run((scope) => codec.toCapi([{ name: 'b', value: '1' }, { name: 'a' }], scope))).toEqual({
    value: { b: '1', a: '' },
    problems: [],
  });
  expect(run((scope) => codec.toMapi({ b: '1', a: '' }, scope)).value).toEqual([
    { name: 'a', value: '' },
    { name: 'b', value: '1' },
  ]);
});

it('tells of every tag that a map cannot hold, at its own place', () => {
  const tags = [{ name: 'a', value: '1' }, { value: '2' }, { name: 'a', value: '1' }, { name: 'a', value: '3' }];
  expect(run((scope) => codec.toCapi(tags, scope)).problems).toEqual([
    ['Required', [1, 'name']],
    ['Duplicate', [2, 'name']],
    ['Duplicate', [3, 'name']],
  ]);
});

it('has nothing for nothing', () => {
  const nothing = { value: undefined, problems: [] };
  expect(run((scope) => codec.toCapi(undefined, scope))).toEqual(nothing);
  expect(run((scope) => codec.toMapi(undefined, scope))).toEqual(nothing);
  expect(run((scope) => codec.toMapi({}, scope))).toEqual(nothing);
});

it('takes a tag without a value for one with an empty value, and not for none', () => {
  expect(codec.canonMapi?.([{ name: 'a' }], undefined)).toEqual(
    codec.canonMapi?.([{ name: 'a', value: '' }], undefined),
  );
  expect(codec.canonCapi?.({ a: '' }, undefined)).not.toEqual(codec.canonCapi?.({}, undefined));
});
