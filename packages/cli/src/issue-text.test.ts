import type { Issue, SourcedIssue } from '@capstan/convert';
import { expect, it } from 'vitest';
import { count, issueText, objectName, shortValue } from './issue-text.ts';
import type { Source } from './load.ts';

const plainText = (_stream: 'out' | 'err', _colour: string, text: string): string => text;

function sourced(change: Partial<Issue> = {}, name = 'worker'): SourcedIssue<Source> {
  const apiVersion = 'machine.openshift.io/v1beta1';
  return {
    issue: {
      severity: 'error',
      code: 'NotSupported',
      object: 'self',
      segments: ['spec', 'x'],
      path: 'spec.x',
      message: 'cannot be',
      hint: 'Remove it.',
      ...change,
    },
    input: {
      source: { file: 'a.yaml', line: 3, lineOf: (path) => 3 + path.length },
      identity: { apiVersion, kind: 'MachineSet', namespace: '', name },
      value: {},
    },
  };
}

it('is a line as compilers write it, and the hint beneath', () => {
  expect(issueText(sourced(), plainText)).toBe('a.yaml:5 MachineSet/worker spec.x: cannot be\n  hint: Remove it.\n');
});

it('names what was found, also where that is null, false or nothing but quotes', () => {
  for (const [value, text] of [
    ['', '""'],
    [null, 'null'],
    [false, 'false'],
    [{ a: [1] }, '{"a":[1]}'],
  ] as const) {
    expect(issueText(sourced({ value }), plainText)).toContain(`spec.x: cannot be (found ${text})\n`);
  }
});

it('says that a warning is one', () => {
  expect(issueText(sourced({ severity: 'warning' }), plainText)).toContain('spec.x: warning: cannot be\n');
});

it('does without a place where an issue is about no object of the inputs', () => {
  expect(issueText({ ...sourced(), input: undefined }, plainText)).toBe('spec.x: cannot be\n  hint: Remove it.\n');
});

it('keeps every part on its line, and away from the terminal', () => {
  const hostile = sourced(
    { path: 'spec["\u202e"]', message: 'is\nnot', hint: 'Do\r\u001b[2J', value: '\u200b' },
    'a\u001b[31m\nb',
  );
  const text = issueText(hostile, plainText);
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

it('cuts long values', () => {
  const text = shortValue('x'.repeat(1000));
  expect(text).toHaveLength(80);
  expect(text.endsWith('...')).toBe(true);
  expect(shortValue(undefined)).toBe('');
});

it('names objects and counts them', () => {
  expect(objectName({ kind: 'Machine', name: 'a' })).toBe('Machine/a');
  expect(objectName({ kind: 'Machine', name: '' })).toBe('Machine/?');
  expect([0, 1, 2].map((number) => count(number, 'machine'))).toEqual(['0 machines', '1 machine', '2 machines']);
});
