import { expect, test } from 'vitest';
import { parseWarnings } from './warnings.ts';

test.each([
  [undefined, []],
  ['299 - "unknown field \\"spec.x\\""', ['unknown field "spec.x"']],
  ['299 - "one", 299 - "two"', ['one', 'two']],
  [
    ['299 - "one"', '299 kube-apiserver "two, three"'],
    ['one', 'two, three'],
  ],
  ['299 - "a \\\\ b"', ['a \\ b']],
  ['garbage', []],
])('%j', (header, texts) => {
  expect(parseWarnings(header)).toEqual(texts);
});
