import { expect, test } from 'vitest';
import { type ConditionFacts, decideConditions } from './decide-conditions.ts';
import type { PolicyState } from './policy-state.ts';

const states: readonly PolicyState[] = [
  { name: 'capstan-a', state: 'Applied', message: '' },
  { name: 'capstan-b', state: 'Waiting', message: 'for a kind' },
];
const decide = (facts: Partial<ConditionFacts>) =>
  decideConditions({ source: { kind: 'found' }, states, liveness: () => 'live', ...facts }).map(
    ({ type, status, reason }) => `${type}=${status} ${reason}`,
  );

test('all is well where all is applied and obeyed', () => {
  expect(decide({ states: states.slice(0, 1) })).toEqual([
    'Valid=True AsExpected',
    'Applied=True AsExpected',
    'Live=True AsExpected',
  ]);
});

test('what waits is named with what it waits for, and what is refused comes first', () => {
  expect(decide({})).toEqual(['Valid=True AsExpected', 'Applied=False Waiting', 'Live=True AsExpected']);
  const refused: PolicyState = { name: 'capstan-c', state: 'Refused', message: 'no CEL' };
  const [, applied] = decideConditions({
    source: { kind: 'found' },
    states: [...states, refused],
    liveness: () => 'live',
  });
  expect(applied).toMatchObject({ reason: 'Refused', message: 'capstan-c: no CEL; capstan-b: for a kind' });
});

test('what is not obeyed yet is said', () => {
  expect(decide({ liveness: () => 'notYet' })[2]).toBe('Live=False NotYetObeyed');
});

test('a ConfigMap that is missing or has a fault is named, and nothing is claimed of the rest', () => {
  const problems = [{ key: 'capstan-a.yaml', line: 3, message: 'it is no YAML' }];
  const [valid] = decideConditions({ source: { kind: 'invalid', problems }, states, liveness: () => 'live' });
  expect(valid?.message).toContain('capstan-a.yaml:3: it is no YAML');
  expect(decide({ source: { kind: 'missing', name: 'n' } })).toEqual([
    'Valid=False ConfigMapMissing',
    'Applied=False NothingToGoBy',
    'Live=Unknown NothingToGoBy',
  ]);
});

test('where nothing is mirrored it is said that no policy is in place, and why', () => {
  const source = { kind: 'off', why: 'the gate is off' } as const;
  const [, applied] = decideConditions({ source, states: [], liveness: () => 'notYet' });
  expect(applied).toMatchObject({
    status: 'True',
    reason: 'Removed',
    message: 'no policy is in place, since the gate is off',
  });
});
