import { expect, it } from 'vitest';
import { reasons as machineReasons } from '../sync/machine/state.ts';
import { reasons as setReasons } from '../sync/machine-set/state.ts';
import { words } from './all-words.ts';

it('tells of every reason that sync gives', () => {
  const names = new Set(words.map(({ name }) => name));
  for (const reason of [...Object.values(machineReasons), ...Object.values(setReasons), 'GenerationReset']) {
    expect(names).toContain(reason);
  }
});

it('says each word once, with what to do', () => {
  const names = words.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  for (const { means, todo } of words) {
    expect(means).toMatch(/^[A-Z].*\.$/);
    expect(todo).toMatch(/[.]$/);
  }
});
