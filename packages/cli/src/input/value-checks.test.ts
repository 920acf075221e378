import { describe, expect, it } from 'vitest';
import { codes, head, kinds, read } from './read-text.fixture.ts';

describe('values that could change a machine by being misread keep their object out', () => {
  it.each(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'])('%s is true to oc', (word) => {
    const { problems, objects } = read(`${head}metadata:\n  name: w\nspec:\n  tags:\n  - value: ${word}\n`);
    expect(objects).toEqual([]);
    expect(problems).toMatchObject([{ code: 'AmbiguousScalar', line: 7, severity: 'error' }]);
    expect(problems[0]?.message).toBe(
      `A/w spec.tags[0].value: ${word} has no quotes, and oc apply reads this as the boolean true`,
    );
    expect(problems[0]?.hint).toBe(`quote it if it is text: "${word}"; write true if it is a boolean`);
  });

  it.each(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'])('%s is false to oc', (word) => {
    expect(read(`${head}a: ${word}\n`).problems[0]?.message).toContain('the boolean false');
    expect(read(`${head}a: {b: [${word}]}\n`).problems[0]?.message).toContain('A a.b[0]: ');
  });

  it('quoted, in a block, as a key or as part of a text they are what they look like', () => {
    const text = `${head}a: "yes"\nb: 'no'\nc: |\n  on\nd: yes sir\ne: !!str n\ny: 1\nf: yEs\n`;
    expect(read(text).objects[0]?.value).toMatchObject({
      a: 'yes',
      b: 'no',
      c: 'on\n',
      d: 'yes sir',
      e: 'n',
      y: 1,
      f: 'yEs',
    });
    expect(read('{"apiVersion":"v1","kind":"A","a":"yes"}').problems).toEqual([]);
  });

  it.each([
    ['0644', '420'],
    ['1_000', '1000'],
    ['0b11', '3'],
  ])('%s is the number %s to oc', (text, number) => {
    expect(read(`${head}a: ${text}\n`).problems[0]?.message).toContain(`reads this as the number ${number}`);
  });

  it('timestamps and times stay text', () => {
    const { objects } = read(`${head}a: 2026-03-02T09:14:51Z\nb: 2026-03-02\nc: 1:20\n`);
    expect(objects[0]?.value).toMatchObject({ a: '2026-03-02T09:14:51Z', b: '2026-03-02', c: '1:20' });
  });

  it('numbers are never rounded in silence', () => {
    expect(codes(read(`${head}a: 9007199254740991\n`))).toEqual([]);
    expect(codes(read(`${head}a: 9007199254740993\nb: 0xfffffffffffffff\n`))).toEqual([
      'NumberTooLarge@3',
      'NumberTooLarge@4',
    ]);
    expect(codes(read(`${head}a: .inf\nb: .nan\nc: 1e999\n`))).toEqual(
      [3, 4, 5].map((line) => `NumberTooLarge@${line}`),
    );
    expect(codes(read('{"apiVersion":"v1","kind":"A",\n"a":[1,\n9007199254740993]}'))).toEqual(['NumberTooLarge@3']);
  });

  it('of two equal keys neither is chosen', () => {
    expect(codes(read(`${head}a: 1\nb:\n  c: 1\n  c: 2\n---\n${head}`))).toEqual(['DuplicateKey@6']);
    const json = read('{"apiVersion":"v1","kind":"A",\n"a":{"c":1,\n"c":2}}\n{"apiVersion":"v1","kind":"B"}');
    expect([kinds(json), codes(json)]).toEqual([['B@4'], ['DuplicateKey@3']]);
    expect(codes(read('{"kind":"List","apiVersion":"v1","items":[{}],\n"items":[]}'))).toEqual(['DuplicateKey@2']);
  });

  it('keys that are not text are refused, tags as well', () => {
    expect(codes(read(`${head}1: a\n`))).toEqual(['NonStringKey@3']);
    expect(codes(read(`${head}true: a\n~: b\n[c]: d\n`))).toEqual([3, 4, 5].map((line) => `NonStringKey@${line}`));
    expect(codes(read(`${head}a: !!binary aGk=\nb: !x [c]\n`))).toEqual(['TagNotAllowed@3', 'TagNotAllowed@4']);
  });
});
