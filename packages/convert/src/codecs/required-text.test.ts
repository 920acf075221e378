import { expect, it } from 'vitest';
import { makeScope, type Problem } from '../mapping/issue.ts';
import { requiredText } from './required-text.ts';
import { requiredUserDataSecret } from './user-data-secret.ts';

type Scope = ReturnType<typeof makeScope<undefined>>;

function run(act: (scope: Scope) => unknown): { value: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const value = act(makeScope(undefined, (problem) => problems.push(problem)));
  return { value, problems };
}

it('keeps a text as it is, and tells of a missing one on either side', () => {
  const codec = requiredText<undefined>({ message: 'no size is named', hint: 'Name the size.' }, ['large']);
  for (const way of [codec.toCapi, codec.toMapi]) {
    expect(run((scope) => way('small', scope))).toEqual({ value: 'small', problems: [] });
    expect(run((scope) => way(undefined, scope))).toEqual({
      value: undefined,
      problems: [{ code: 'Required', message: 'no size is named', hint: 'Name the size.' }],
    });
  }
});

it('says who would wait for user data of which nobody names the secret', () => {
  const codec = requiredUserDataSecret<undefined>('CAPO');
  expect(run((scope) => codec.toCapi('worker-user-data', scope))).toEqual({ value: 'worker-user-data', problems: [] });
  const [problem, ...others] = run((scope) => codec.toCapi(undefined, scope)).problems;
  expect(problem).toMatchObject({ code: 'Required', message: expect.stringContaining('CAPO would wait') });
  expect(others).toEqual([]);
});
