import { describe, expect, it } from 'vitest';
import { head, listOf, read } from './read-text.fixture.ts';

describe('lineOf points at the line to look at', () => {
  const yaml =
    `${head}metadata:\n  labels:\n    b: x\n    1: z\nspec:\n- name: a\n  values: [1,\n   2]\n- |\n  text\n`.replace(
      '1:',
      '"1":',
    );

  it('in YAML, to the deepest step of the path that is there', () => {
    const object = read(`---\n${yaml}`).objects[0];
    const lines = [
      [],
      ['kind'],
      ['metadata', 'labels', '1'],
      ['metadata', 'labels', 'b'],
      ['spec', 0, 'values', 1],
      ['spec', 1],
      ['spec', 7, 'x'],
      ['nope'],
    ];
    expect(lines.map((path) => object?.lineOf(path))).toEqual([2, 3, 7, 6, 11, 12, 8, 2]);
  });

  it('in an item of a List, counted from the start of the file', () => {
    const object = read(listOf(head, yaml)).objects[1];
    expect(object?.lineOf(['metadata', 'labels', '1'])).toBe(10);
    expect(read(listOf(head, listOf(head, yaml))).objects[2]?.lineOf(['spec', 1])).toBe(19);
  });

  it('in JSON', () => {
    const json = JSON.stringify(
      { kind: 'List', items: [{ kind: 'A', apiVersion: 'v1', spec: { a: [1, { b: 'x]"' }] } }] },
      null,
      1,
    );
    const object = read(`\n${json}`).objects[0];
    const lineOfB = json.split('\n').findIndex((line) => line.includes('"b"')) + 2;
    expect(object?.line).toBe(5);
    expect(object?.lineOf(['spec', 'a', 1, 'b'])).toBe(lineOfB);
    expect(object?.lineOf(['spec', 'a', 1, 'c', 'd'])).toBe(lineOfB - 1);
  });
});
