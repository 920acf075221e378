import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './scan-json.ts';
import { JsonMistake, walkJson } from './walk-json.ts';

describe('walkJson', () => {
  it('names every member and item with its offset, and says which keys are repeated', () => {
    const text = '{"a": [1, {"b": "x]\\""}], "a": {}, "\\u0061": null}';
    const seen: string[] = [];
    walkJson(text, 0, text.length, (path, offset, repeated) => {
      seen.push(`${path.join('.')}@${offset}${repeated ? '!' : ''}`);
    });
    expect(seen).toEqual(['a@1', 'a.0@7', 'a.1@10', 'a.1.b@11', 'a@26!', 'a@35!']);
  });

  it.each([
    ['{"a": 1 "b": 2}', 8, 'a comma or }'],
    ['{"a": 1,}', 8, 'a key'],
    ['{a: 1}', 1, 'a key'],
    ['{"a" 1}', 5, 'a colon'],
    ['[1 2]', 3, 'a comma or ]'],
    ['[tru]', 1, 'a value'],
    ['[01]', 2, 'a comma'],
    ['["a\nb"]', 3, 'the closing quote'],
    ['["\\x"]', 2, 'an escape'],
    ['[1, ', 4, 'a value'],
    ['{"a": "b', 8, 'the closing quote'],
  ])('finds the place of a mistake: %j', (text, offset, expected) => {
    let mistake: unknown;
    try {
      walkJson(text, 0, text.length);
    } catch (error) {
      mistake = error;
    }
    expect(mistake).toBeInstanceOf(JsonMistake);
    expect(mistake).toMatchObject({ offset, message: expect.stringContaining(expected) });
  });
});

describe('of any text that starts with a bracket', () => {
  const json = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
  const layout = fc.constantFrom(undefined, 1, 4, '\t');
  const damaged = fc
    .tuple(
      json,
      layout,
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '1', 'x', '\n'),
    )
    .map(([value, indent, at, cut, insert]) => {
      const text = JSON.stringify(value, null, indent);
      const place = 1 + (at % text.length);
      return text.slice(0, place) + insert + text.slice(place + cut);
    });

  it('walkJson and JSON.parse have the same opinion', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        // JSON.parse judges a text, walkJson the value at its start.
        const { end, complete } = scanJson(text, 0, text.length, 1);
        const piece = text.slice(0, end);
        expect(accepts(() => walkJson(piece, 0, end))).toBe(accepts(() => JSON.parse(piece)));
        if (!complete) expect(accepts(() => JSON.parse(piece))).toBe(false);
      }),
      { seed: 21, numRuns: 5000 },
    );
  });

  it('scanJson finds its end, depth, members, lines and the items of a List', () => {
    fc.assert(
      fc.property(fc.array(json), json, layout, (items, after, indent) => {
        const list = JSON.stringify({ kind: 'items', x: { items: [1] }, items }, null, indent);
        const text = `${list}\n${JSON.stringify(after)}`;
        const extent = scanJson(text, 0, text.length, 1);
        expect(extent).toMatchObject({ end: list.length, complete: true, endLine: list.split('\n').length });
        const offsets: number[] = [];
        let members = 0;
        let depth = 0;
        walkJson(text, 0, text.length, (path, offset) => {
          if (path.length === 2 && path[0] === 'items') offsets.push(offset);
          if (typeof path.at(-1) === 'string') members += 1;
          depth = Math.max(depth, path.length);
        });
        expect(extent.items.map(({ offset }) => offset)).toEqual(offsets);
        for (const { offset, line } of extent.items) expect(text.slice(0, offset).split('\n')).toHaveLength(line);
        expect(extent.members).toBe(members);
        // A list or object without anything in it is a level that the walk doesn't see.
        expect([depth, depth + 1]).toContain(extent.depth);
        expect(extent.values).toBeGreaterThanOrEqual(members);
      }),
      { seed: 22, numRuns: 1000 },
    );
  });
});

function accepts(read: () => void): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
