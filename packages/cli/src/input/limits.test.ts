import { describe, expect, it } from 'vitest';
import { codes, head, kinds, listOf, read } from './read-text.fixture.ts';

describe('attacks', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('%s reaches no prototype and costs the object', (key) => {
    for (const text of [
      `${head}spec:\n  ${key}: {polluted: 1}\n---\n${head}`,
      `${head}spec:\n  "\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}": {polluted: 1}\n---\n${head}`,
      `{"apiVersion":"v1","kind":"A","spec":{\n"x":\n{"${key}":{"polluted":1}}}}\n\n{"apiVersion":"v1","kind":"A"}`,
      `${head}base: &base {${key}: {polluted: 1}}\nspec: {<<: *base}\n---\n${head}`,
    ]) {
      const result = read(text);
      expect(kinds(result), text).toHaveLength(1);
      expect(new Set(result.problems.map(({ code }) => code))).toEqual(new Set(['ReservedKey']));
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    }
  });

  it.each([
    ['YAML brackets', '['.repeat(100_000)],
    ['YAML dashes', '- '.repeat(100_000)],
    ['YAML keys', '? '.repeat(100_000)],
    ['indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['JSON', '{"a":'.repeat(100_000)],
    ['closed JSON', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a value of an object', `${head}spec: ${'['.repeat(101)}${']'.repeat(101)}`],
    ['Lists in Lists', '{"kind":"List","items":['.repeat(100_000)],
    [
      'aliases in aliases',
      `${head}a0: &a0 {x: 1}\n${Array.from({ length: 200 }, (_, i) => `a${i + 1}: &a${i + 1} {x: *a${i}}\n`).join('')}`,
    ],
  ])('nesting ends in an error, not in a stack overflow: %s', (_, text) => {
    const { problems, objects } = read(text);
    expect(objects).toEqual([]);
    expect(problems).toMatchObject([{ code: 'TooDeep', severity: 'error' }]);
  });

  it('a hundred levels, more than any object has, are fine', () => {
    expect(kinds(read(`${head}spec: ${'['.repeat(95)}${']'.repeat(95)}`))).toEqual(['A@1']);
    expect(kinds(read(`{"apiVersion":"v1","kind":"A","spec":${'['.repeat(95)}${']'.repeat(95)}}`))).toEqual(['A@1']);
  });

  it('an alias bomb goes off neither as values nor as merges', () => {
    const letters = 'abcdefghij'.split('');
    const bomb = letters.slice(1).map((letter, i) => `${letter}: &${letter} [${Array(9).fill(`*${letters[i]}`)}]\n`);
    expect(codes(read(`${head}a: &a [x, x, x, x, x, x, x, x, x]\n${bomb.join('')}`))).toMatchObject([
      /^TooManyAliases/,
    ]);
    const merges = Array.from({ length: 30 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [*m${i}, *m${i}]}\n`);
    expect(codes(read(`${head}m0: &m0 {a: b}\n${merges.join('')}`))).toMatchObject([/^TooManyAliases/]);
  });

  it('a document that can only be read whole has a limit of its own; a plain List of the same size has not', () => {
    const flow = `{apiVersion: v1, kind: List, items: [${'{apiVersion: v1, kind: A}, '.repeat(50)}]}`;
    expect(codes(read(`x: ${flow}`, { yamlDocumentLength: 1000 }))).toEqual(['DocumentTooLarge@1']);
    expect(kinds(read(listOf(...Array<string>(50).fill(head)), { yamlDocumentLength: 1000 }))).toHaveLength(50);
    expect(codes(read(`[${'1,'.repeat(50)}1]`, { jsonValues: 50 }))).toEqual(['DocumentTooLarge@1']);
  });

  it('text of the file cannot act on the terminal through a message', () => {
    const { problems } = read(`${head}metadata:\n  name: "\\e[2J\\u202Ex"\nspec:\n  "a\\nb": yes\n`);
    expect(problems[0]?.message).toContain('A/\\u001b[2J\\u202ex spec["a\\nb"]: yes');
  });
});
