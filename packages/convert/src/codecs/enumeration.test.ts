import { expect, it } from 'vitest';
import { makeScope, type Problem } from '../mapping/issue.ts';
import { enumeration } from './enumeration.ts';

const codec = enumeration<'Optional' | 'Required', 'optional' | 'required', undefined>([
  ['Optional', 'optional'],
  ['Required', 'required'],
]);

function problems(run: (scope: ReturnType<typeof makeScope<undefined>>) => unknown): Problem[] {
  const found: Problem[] = [];
  expect(run(makeScope(undefined, (problem) => found.push(problem)))).toBeUndefined();
  return found;
}

it('translates both ways, and absent to absent', () => {
  const quiet = makeScope(undefined, (problem) => expect(problem).toBeUndefined());
  expect(codec.toCapi('Required', quiet)).toBe('required');
  expect(codec.toMapi('optional', quiet)).toBe('Optional');
  expect(codec.toCapi(undefined, quiet)).toBeUndefined();
});

it('refuses a word without a counterpart by name, with those that have one', () => {
  const [problem] = problems((scope) => codec.toCapi('Sometimes' as 'Optional', scope));
  expect(problem).toMatchObject({
    code: 'InvalidValue',
    value: 'Sometimes',
    hint: 'Use one of Optional, Required, or remove the field.',
  });
  expect(problems((scope) => codec.toMapi('Optional' as 'optional', scope))).toHaveLength(1);
});

it('says in documentation what becomes what', () => {
  expect(codec.rule).toBe('`Optional` is `optional`, `Required` is `required`');
  expect(enumeration<'a', 'a', undefined>([['a', 'a']]).rule).toBe('`a`');
});
