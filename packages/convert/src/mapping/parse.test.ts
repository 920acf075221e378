import type { Json, ObjectShape, Shape } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { formatPath } from './issue.ts';
import { parse } from './parse.ts';

const shape = {
  type: 'object',
  fields: {
    name: { type: 'string', min: 2, max: 5, pattern: '^[a-z]*$' },
    mode: { type: 'string', enum: ['', 'Fast', 'Slow'] },
    size: { type: 'integer', min: 8, max: 100 },
    ratio: { type: 'number' },
    on: { type: 'boolean' },
    tags: { type: 'map', values: { type: 'string' } },
    items: {
      type: 'array',
      min: 1,
      max: 3,
      items: { type: 'object', fields: { id: { type: 'string', min: 1 }, note: { type: 'string' } }, required: ['id'] },
    },
    words: { type: 'array', items: { type: 'string' } },
    free: { type: 'any' },
  },
  required: ['name'],
} as const satisfies ObjectShape;

/** What comes of a value, and what is reported, as `kind path: message`. */
function read(
  value: unknown,
  mode: 'input' | 'final' = 'input',
  of: Shape = shape,
): { value: Json | undefined; problems: string[] } {
  const problems: string[] = [];
  const result = parse(
    of,
    value,
    ({ kind, segments, message }) => problems.push(`${kind} ${formatPath(segments)}: ${message}`),
    mode,
  );
  return { value: result, problems };
}

describe('input', () => {
  it('that fits comes through whole', () => {
    const value = {
      name: 'abc',
      mode: 'Fast',
      size: 8,
      ratio: 0.5,
      on: false,
      tags: { a: '' },
      items: [{ id: 'x' }],
      free: { any: [1] },
    };
    expect(read(value)).toEqual({ value, problems: [] });
  });

  it.each([
    [{ nam: 'abc' }, 'unknown nam: no such field'],
    [{ Name: 'abc' }, 'unknown Name: no such field; did you mean name?'],
    [{ toString: 'abc' }, 'unknown toString: no such field'],
    [JSON.parse('{"__proto__":1}'), 'unknown __proto__: no such field'],
    [{ items: [{ id: 'x', size: 1 }] }, 'unknown items[0].size: no such field'],
    [{ name: 5 }, 'type name: must be a string, is number 5'],
    [{ name: ['a'] }, 'type name: must be a string, is a list'],
    [{ size: '8' }, 'type size: must be an integer, is a string'],
    [{ size: 8.5 }, 'type size: must be an integer, is number 8.5'],
    [{ size: 2 ** 60 }, 'type size: must be an integer, is number 1152921504606847000'],
    [{ on: 'yes' }, 'type on: must be true or false, is a string'],
    [{ tags: ['a'] }, 'type tags: must be a map, is a list'],
    [{ tags: { a: 1 } }, 'type tags.a: must be a string, is number 1'],
    [{ items: {} }, 'type items: must be a list, is an object'],
    [{ items: ['a'] }, 'type items[0]: must be an object, is a string'],
    [{ mode: 'fast' }, 'value mode: must be one of Fast, Slow'],
    [{ name: 'ABC' }, 'value name: must match ^[a-z]*$'],
    [{ name: 'a' }, 'value name: must have at least 2 characters'],
    [{ name: 'abcdef' }, 'value name: must have at most 5 characters'],
    [{ size: 7 }, 'value size: must be at least 8'],
    [{ size: 101 }, 'value size: must be at most 100'],
    [{ items: Array(4).fill({ id: 'x' }) }, 'value items: must have at most 3 items'],
    [{ items: [{ note: 'a' }] }, 'required items[0].id: is required'],
    [{ items: [{ id: '' }] }, 'required items[0].id: is required'],
    [{ words: ['a', null] }, 'type words[1]: must not be null inside a list'],
    [{ tags: { a: null } }, 'type tags.a: must not be null inside a map'],
  ])('%j is reported, not lost: %s', (value, problem) => {
    expect(read(value).problems).toEqual([problem]);
  });

  it.each([{ name: null }, { tags: null, items: null }, {}])('%j counts as absent, as null does for Go', (value) => {
    expect(read(value)).toEqual({ value: {}, problems: [] });
  });

  it.each([
    [{ size: 0 }, { size: 0 }],
    [{ name: '', mode: '' }, {}],
    [
      { words: [''], tags: { a: '' } },
      { words: [''], tags: { a: '' } },
    ],
  ])("%j passes, as what Go writes for what isn't there; it is absent where it cannot be meant", (value, result) => {
    expect(read(value)).toEqual({ value: result, problems: [] });
  });

  it('may lack what a webhook would add, but not inside lists, which none makes up', () => {
    expect(read({ size: 8 }).problems).toEqual([]);
    expect(read({ items: [{}] }).problems).toEqual(['required items[0].id: is required']);
  });

  it('leaves a wrong value out, and the items after it where they were', () => {
    expect(read({ name: 5, on: true }).value).toEqual({ on: true });
    expect(read({ words: ['a', 5, 'b'] }).value).toEqual({ words: ['a', '', 'b'] });
    const lists = (items: Shape) => read([1, true, 'x'], 'input', { type: 'array', items }).value;
    expect(lists({ type: 'integer' })).toEqual([1, 0, 0]);
    expect(lists({ type: 'boolean' })).toEqual([false, true, false]);
    expect(lists({ type: 'array', items: { type: 'string' } })).toEqual([[], [], []]);
    expect(lists({ type: 'map', values: { type: 'string' } })).toEqual([{}, {}, {}]);
  });

  it('repeats no text in messages: it may be a secret, and it may be long', () => {
    expect(read({ size: 'x'.repeat(1000) }).problems).toEqual(['type size: must be an integer, is a string']);
  });

  it.each([null, 'text', 5, []])('that is %j and no object is reported as such, or absent', (value) => {
    const { value: result, problems } = read(value);
    expect(result).toBeUndefined();
    expect(problems.length).toBe(value === null ? 0 : 1);
  });
});

describe('what goes to an API server', () => {
  it.each([
    [{}, 'required name: is required'],
    [{ name: 'abc', size: 0 }, 'value size: must be at least 8'],
    [{ name: '' }, 'value name: must have at least 2 characters'],
    [{ name: 'abc', items: [] }, 'value items: must have at least 1 items'],
    [{ name: 'abc', items: [{}] }, 'required items[0].id: is required'],
  ])('is held to the schema as the server does: %j', (value, problem) => {
    expect(read(value, 'final').problems).toEqual([problem]);
  });

  it('passes where it fits', () => {
    expect(read({ name: 'abc', mode: '', items: [{ id: 'x' }] }, 'final').problems).toEqual([]);
  });
});
