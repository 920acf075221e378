import { describe, expect, it } from 'vitest';
import { codes, head, read } from './read-text.fixture.ts';

describe('aliases', () => {
  it('an alias is a copy of its own: changing one value never changes another', () => {
    const { objects } = read(`${head}a: &x {p: [1]}\nb: *x\nc: {<<: *x, q: 2}\n`);
    const value = objects[0]?.value;
    expect(value).toEqual({ apiVersion: 'v1', kind: 'A', a: { p: [1] }, b: { p: [1] }, c: { q: 2, p: [1] } });
    expect(value?.['a']).not.toBe(value?.['b']);
  });

  it('an alias means the anchor before it, also where the name is used again', () => {
    const { objects } = read(`${head}a: &x 1\nb: &y {k: *x}\nc: &x 2\nd: *y\ne: *x\n`);
    expect(objects[0]?.value).toMatchObject({ b: { k: 1 }, d: { k: 1 }, e: 2 });
  });

  it('merged keys give way to own keys and to those of earlier maps', () => {
    const { objects } = read(`${head}a: &a {p: 1, q: 1}\nb: &b {q: 2, r: 2}\nc: {r: 3, <<: [*a, *b]}\n`);
    expect(objects[0]?.value).toMatchObject({ c: { r: 3, p: 1, q: 1 } });
    expect(codes(read(`${head}c: {<<: 1}\n`))).toEqual(['YamlInvalid@3']);
  });
});
