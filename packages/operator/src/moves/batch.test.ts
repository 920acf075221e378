import { expect, test } from 'vitest';
import { parseBatch, waveSize } from './batch.ts';

test.each([
  ['5', 100, 5],
  ['10%', 100, 10],
  ['10%', 101, 11],
  ['1%', 3, 1],
  ['100%', 7, 7],
])('a batch of %s of %i is a wave of %i', (text, total, size) => {
  const batch = parseBatch(text);
  expect(batch && waveSize(batch, total)).toBe(size);
});

test.each(['0', '0%', '101%', '-1', '1.5', '', 'all', '10 %'])('%s is no batch', (text) => {
  expect(parseBatch(text)).toBeUndefined();
});
