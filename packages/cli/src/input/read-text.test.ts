import { describe, expect, it } from 'vitest';
import { codes, head, kinds, listOf, read } from './read-text.fixture.ts';

describe('documents', () => {
  it('YAML and JSON in one file, in any order, with markers, comments, directives and Windows line ends', () => {
    const text = `%YAML 1.2\n---\n${head}...\n# next\n--- # here\n{"apiVersion": "v1", "kind": "B"}\n{"apiVersion": "v1",\n "kind": "C"}\n---\n{apiVersion: v1, kind: D}\n`;
    expect(kinds(read(text))).toEqual(['A@3', 'B@8', 'C@9', 'D@12']);
    expect(kinds(read(text.replaceAll('\n', '\r\n')))).toEqual(['A@3', 'B@8', 'C@9', 'D@12']);
  });

  it('a broken one keeps none of the others from being read', () => {
    const broken = read(
      `${head}---\na: [1,\n---\n${head}---\n{"a": tru}\n{"apiVersion":"v1","kind":"B"}\n---\n${head}`,
    );
    expect(kinds(broken)).toEqual(['A@1', 'A@6', 'B@10', 'A@12']);
    expect(codes(broken)).toEqual(['YamlInvalid@4', 'JsonInvalid@9']);
  });

  it('half a file gives the documents before the cut, and says where it was cut', () => {
    const yaml = read(`${head}---\n${head}metadata:\n  name: "abc\n`);
    expect([kinds(yaml), codes(yaml)]).toEqual([['A@1'], ['YamlInvalid@7']]);
    expect(yaml.problems[0]?.message).toContain('cut off');
    const json = read('{"apiVersion":"v1","kind":"A"}\n{"apiVersion":"v1",\n"kind":\n');
    expect([kinds(json), codes(json)]).toEqual([['A@1'], ['JsonInvalid@4']]);
    expect(json.problems[0]?.hint).toContain('cut off');
    const cutList = read(listOf(head, head).replace(/kind: List.*/s, ''));
    expect([kinds(cutList), codes(cutList)]).toEqual([[], ['NotAnObject@1']]);
    expect(cutList.problems[0]?.message).toContain('cut off');
  });

  it.each([
    ['text', 'hello world\n', /plain value/],
    ['a list', `- ${head.replaceAll('\n', '\n  ')}\n`, /a list/],
    ['a JSON list', '[{"apiVersion":"v1","kind":"A"}]', /a list/],
    ['no kind', 'apiVersion: v1\n', /no kind/],
    ['an empty apiVersion', 'apiVersion: ""\nkind: A\n', /no apiVersion/],
    ['a kind that is a number', 'apiVersion: v1\nkind: 3\n', /other than text as kind/],
  ])('what is no object is named as what it is: %s', (_, text, message) => {
    const { problems } = read(text);
    expect(problems).toMatchObject([{ code: 'NotAnObject', severity: 'error', line: 1 }]);
    expect(problems[0]?.message).toMatch(message);
  });
});

describe('Lists', () => {
  it('as oc get -o yaml prints them: every item with its own line', () => {
    expect(kinds(read(listOf(head, `${head}data: |\n  - x\n  kind: List\n`, head)))).toEqual(['A@3', 'A@5', 'A@10']);
  });

  it('a List in a List is unfolded', () => {
    expect(kinds(read(listOf(head, listOf(head, listOf(head)))))).toEqual(['A@3', 'A@7', 'A@11']);
    const json = `{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1","kind":"B"}]},\n{"apiVersion":"v1","kind":"A"}]}`;
    expect(kinds(read(json))).toEqual(['B@3', 'A@4']);
  });

  it('items of a typed list get the kind that the API server leaves out', () => {
    const { objects } = read(
      'apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: a}\n- kind: X\n  apiVersion: v2\n',
    );
    expect(objects.map(({ value }) => value)).toEqual([
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } },
      { kind: 'X', apiVersion: 'v2' },
    ]);
  });

  it('a broken item costs that item only', () => {
    const text = listOf(head, `${head}a: "x`, head, `${head}a: yes\n`, 'null', head);
    expect(kinds(read(text))).toEqual(['A@3', 'A@8', 'A@14']);
    expect(codes(read(text))).toEqual(['YamlInvalid@7', 'AmbiguousScalar@12', 'NotAnObject@13']);
  });

  it('items that share an anchor are read together', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- &base\n  apiVersion: v1\n  kind: A\n  spec: {x: 1}\n- <<: *base\n  kind: B\n`;
    expect(read(text).objects.map(({ value }) => value)).toEqual([
      { apiVersion: 'v1', kind: 'A', spec: { x: 1 } },
      { kind: 'B', apiVersion: 'v1', spec: { x: 1 } },
    ]);
  });

  it('a mistake behind the items is reported on its own line', () => {
    expect(codes(read(`${listOf(head)}spec:\n\ta: b\n`))).toEqual(['YamlInvalid@9']);
  });

  it('an empty List is nothing and no mistake', () => {
    for (const text of ['apiVersion: v1\nkind: List\nitems: []\n', '{"apiVersion":"v1","kind":"List","items":null}']) {
      expect(read(text)).toMatchObject({ objects: [], problems: [] });
    }
  });

  it('an object that merely has items is not taken apart', () => {
    expect(kinds(read('apiVersion: v1\nkind: ConfigMap\nitems:\n- a\n- b\n'))).toEqual(['ConfigMap@1']);
  });
});
