import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import { yamlDocument } from '../output/yaml-writer.ts';
import { read } from './read-text.fixture.ts';
import { splitList } from './split-list.ts';

const split = (text: string) => splitList({ text, start: 0, end: text.length, line: 1 });
const pieces = (text: string) =>
  [...(split(text)?.items() ?? [])].map((item) => `${item.line}: ${text.slice(item.start, item.end)}`);

describe('a List is cut at its items', () => {
  it('whatever column the dashes are in, with comments, blank lines and Windows line ends', () => {
    const text = 'kind: List\nitems: # here\n\n  # first\n  - a: 1\n\n    b: 2\n# two\n  -\n    a: 2\nz: 1\n';
    expect(pieces(text)).toEqual(['5:   - a: 1\n\n    b: 2\n# two\n', '9:   -\n    a: 2\n']);
    expect(split(text)?.rest).toBe('kind: List\nitems: []\nz: 1\n');
    expect(pieces('items:\r\n- a: 1\r\n- b: 2\r\nkind: List\r\n')).toEqual(['2: - a: 1\r\n', '3: - b: 2\r\n']);
  });

  it('and nowhere else: texts in an item may look like items', () => {
    const item = '- data: |\n    - x\n   # y\n    items:\n  text: "a\n    - b"\n  plain: c\n    - d\n';
    expect(pieces(`items:\n${item}${item}kind: List\n`)).toEqual([`2: ${item}`, `10: ${item}`]);
  });

  it.each([
    'items: [{a: b}]\n',
    'items:\n  a: b\n',
    'items:\n',
    '- items:\n  - a\n',
    '--- |\nitems:\n- a\n',
    '"text\nitems:\n- a"\n',
    'metadata:\n  items:\n  - a\n',
  ])('what is written otherwise is left whole: %j', (text) => {
    expect(split(text)).toBeUndefined();
  });
});

const nasty = fc.constantFrom(
  '- a',
  'items:',
  '\n- a\n',
  'a\n- b\n',
  '# c',
  'a\n\n\n',
  '\n',
  ' x',
  "'",
  '"',
  ': ',
  '---x',
);
const text = fc.oneof(
  nasty,
  fc.string(),
  fc.array(nasty, { maxLength: 3 }).map((parts) => parts.join('\n')),
);
const key = text.filter((name) => name !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const object = value.map((spec) => ({ apiVersion: 'v1', kind: 'A', spec }));

describe('read item by item a List gives', () => {
  it('the same objects and lines as the YAML library finds in the whole, in every style that it writes', () => {
    const style = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      singleQuote: fc.boolean(),
      defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
      defaultKeyType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE'),
      compat: fc.constant('yaml-1.1'),
    } as const);
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), style, (items, options) => {
        // Only the top level is what splitting relies on, so it is plain; the items are in any style.
        const body = items.map((item) => `- ${stringify(item, options).trimEnd().replaceAll('\n', '\n  ')}\n`).join('');
        const whole = parseDocument(`apiVersion: v1\nitems:\n${body}kind: List\n`);
        fc.pre(whole.errors.length === 0);
        check(`apiVersion: v1\nitems:\n${body}kind: List\n`, whole.toJS().items);
      }),
      { seed: 11, numRuns: 1500 },
    );
  });

  it('the same as was written by our own writer', () => {
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), (items) => {
        const copy: (typeof items)[number][] = JSON.parse(JSON.stringify(items));
        check(yamlDocument({ apiVersion: 'v1', kind: 'List', items: copy } as never), copy);
      }),
      { seed: 12, numRuns: 1500 },
    );
  });
});

function check(source: string, expected: unknown): void {
  expect(split(source)).toBeDefined();
  const { objects, problems } = read(source);
  expect(problems, source).toEqual([]);
  expect(objects.map((found) => found.value)).toEqual(expected);
  const counter = new LineCounter();
  const tree = parseDocument(source, { lineCounter: counter }).get('items');
  if (!isSeq(tree)) throw new Error('no items');
  tree.items.forEach((item, index) => {
    if (!isMap(item)) throw new Error('no map');
    expect(objects[index]?.line).toBe(counter.linePos(item.range?.[0] ?? 0).line);
    for (const pair of item.items) {
      const node = pair.key as { value: string; range: [number, number, number] };
      expect(objects[index]?.lineOf([node.value])).toBe(counter.linePos(node.range[0]).line);
    }
  });
}
