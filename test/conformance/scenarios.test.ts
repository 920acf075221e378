import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { scenarios } from './scenarios.ts';

test('each of the 23 scenarios has a place in the table', () => {
  expect(scenarios.map(({ number }) => number)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
});

test.each(scenarios)('scenario $number ($what) has a test in $file', async ({ number, file }) => {
  const text = await readFile(join(root, 'test/conformance', file), 'utf8');
  const titles = [...text.matchAll(/(?:test\(|\[)\s*(['"])\((\d+)\)/g)].map(([, , found]) => Number(found));
  expect(titles).toContain(number);
});
