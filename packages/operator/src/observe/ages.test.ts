import { expect, it } from 'vitest';
import { createAges } from './ages.ts';

const at = (seconds: number) => seconds * 1000;

it('an age grows from when it was first asked for, or from an earlier time that is known', () => {
  let now = at(100);
  const ages = createAges(() => now);
  expect([ages.of('a', undefined), ages.of('b', at(40))]).toEqual([0, 60]);
  ages.sweep();
  now = at(130);
  // The API server has noted another write of the same writer: the request is no younger for that.
  expect([ages.of('a', undefined), ages.of('b', at(125))]).toEqual([30, 90]);
});

it('what is no longer asked for is forgotten, so the next time begins at nothing', () => {
  let now = at(0);
  const ages = createAges(() => now);
  ages.of('a', undefined);
  ages.sweep();
  ages.sweep();
  now = at(50);
  expect(ages.of('a', undefined)).toBe(0);
});

it('a clock of the API server that is ahead makes no negative ages', () => {
  const ages = createAges(() => at(10));
  expect(ages.of('a', at(12))).toBe(0);
});
