import fc from 'fast-check';
import { expect, it } from 'vitest';
import { read } from './read-text.fixture.ts';

const key = fc.string().filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

it('JSON of any content and layout comes through as JSON.parse reads it, and lineOf finds every member', () => {
  const items = fc.array(value.map((spec) => ({ kind: 'A', apiVersion: 'v1', spec })));
  fc.assert(
    fc.property(items, fc.constantFrom(undefined, 1, 4, '\t'), (objects, indent) => {
      const text = `\n${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, indent)}`;
      const result = read(text);
      expect(result.problems).toEqual([]);
      expect(result.objects.map((object) => object.value)).toEqual(JSON.parse(text).items);
      if (indent === undefined) return;
      const lines = text.split('\n');
      for (const object of result.objects) {
        expect(lines[object.line - 1]?.trim()).toBe('{');
        expect(lines[object.lineOf(['kind']) - 1]).toContain('"kind": "A"');
        for (const [name, path] of members(object.value, [])) {
          expect(lines[object.lineOf(path) - 1]).toContain(JSON.stringify(name));
        }
      }
    }),
    { seed: 31, numRuns: 1000 },
  );
});

function members(node: unknown, path: (string | number)[]): [string, (string | number)[]][] {
  if (Array.isArray(node)) return node.flatMap((item, index) => members(item, [...path, index]));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, member]) => [
    [name, [...path, name]] as [string, (string | number)[]],
    ...members(member, [...path, name]),
  ]);
}
