import { describe, expect, it } from 'vitest';
import { head, read } from './read-text.fixture.ts';

describe('mistakes in YAML are explained, with the line to look at', () => {
  it.each([
    ['tab', `${head}spec:\n\ta: b\n`, 4, /indented with a tab/, /spaces/],
    ['tab in a flow map', `${head}spec: {\n\ta: b}\n`, 4, /indented with a tab/, /spaces/],
    ['indentation', `${head}spec:\n   a: b\n  c: d\n`, 5, /indented differently/, /same column/],
    ['colon in a value', `${head}a: b: c\n`, 3, /key stands where/, /quotes/],
    ['quote', `${head}a: "b\nc: d\n`, 4, /quoted text is not closed/, /close it/],
    ['text after a quote', `${head}a: "b" c\n`, 3, /nothing may follow/, /quotes/],
    ['bracket', `${head}a: [b\nc: d\n`, 4, /not closed/, /]/],
    ['no colon', `${head}metadata\n`, 3, /key: value/, /./],
    ['reserved character', `${head}a: @b\n`, 3, /reserved character @/, /quotes/],
    ['escape', `${head}a: "\\q"\n`, 3, /escape/, /backslash/],
    ['control character', `${head}a: \u001b[31m\n`, 3, /\\u001b/, /escape/],
    ['character that oc takes for a line break', `${head}a: x\u2028y\n`, 3, /\\u2028/, /escape/],
    ['undefined alias', `${head}a: *.example.com\n`, 3, /no anchor/, /quote/],
    ['alias in itself', `${head}a: &a [*a]\n`, 3, /inside what it refers to/, /write/],
  ])('%s', (_, text, line, message, hint) => {
    const { problems, objects } = read(text);
    expect(objects).toEqual([]);
    expect(problems).toMatchObject([{ code: 'YamlInvalid', line, severity: 'error' }]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.message).not.toMatch(/\p{Cc}/u);
    expect(problems[0]?.hint).toMatch(hint);
  });
});
