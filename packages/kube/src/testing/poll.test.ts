import { expect, test } from 'vitest';
import { until } from './poll.ts';

test('returns the first value there is, null and false included', async () => {
  const values = [undefined, undefined, false];
  expect(await until('a value', () => values.shift(), { intervalMs: 1 })).toBe(false);
});

test('gives up at the deadline, naming what it waited for and the last obstacle', async () => {
  const obstacle = new Error('door shut');
  const knock = () => Promise.reject(obstacle);
  const waiting = until('the door', knock, { timeoutMs: 10, intervalMs: 1, notYet: () => true });
  await expect(waiting).rejects.toMatchObject({ message: 'waited 0.01 s for the door in vain', cause: obstacle });
});

test('an error that is not "not yet" ends it at once', async () => {
  await expect(until('x', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a signal ends it with its reason, before, during and between the checks', async () => {
  await expect(until('x', () => 1, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');

  const during = new AbortController();
  const check = () => {
    during.abort(new Error('during'));
    return Promise.reject(new Error('some other error that the abort led to'));
  };
  await expect(until('x', check, { signal: during.signal })).rejects.toThrow('during');

  const between = new AbortController();
  setImmediate(() => between.abort(new Error('between')));
  await expect(until('x', () => undefined, { signal: between.signal })).rejects.toThrow('between');
});
