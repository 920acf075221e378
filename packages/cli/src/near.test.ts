import { expect, it } from 'vitest';
import { isNear } from './near.ts';

it.each([
  ['kmskey', 'kmskye'],
  ['ami', 'amii'],
  ['ambiguousscalar', 'ambigousscalar'],
  ['blockdevices', 'blockdevice'],
  ['subnet', 'subnet'],
])('%s is near %s', (a, b) => {
  expect(isNear(a, b)).toBe(true);
  expect(isNear(b, a)).toBe(true);
});

it.each([
  ['ami', 'tags'],
  ['node', 'mode-of-it'],
  ['', 'abc'],
])('%s is not near %s', (a, b) => {
  expect(isNear(a, b)).toBe(false);
});
