import { describe, expect, it } from 'vitest';
import { formatPath, issueCodes, makeScope, type Problem, type Segment, silentScope } from './issue.ts';

const problem: Problem = { code: 'Required', message: 'is required', hint: 'Add it.' };

describe('a path', () => {
  it.each<[readonly Segment[], string]>([
    [['spec', 'blockDevices', 0, 'ebs'], 'spec.blockDevices[0].ebs'],
    [['metadata', 'labels', 'node-role.kubernetes.io/infra'], 'metadata.labels["node-role.kubernetes.io/infra"]'],
    [['metadata', 'annotations', 'a "b"\n'], 'metadata.annotations["a \\"b\\"\\n"]'],
    [['spec', ''], 'spec[""]'],
    [['a_b-C1'], 'a_b-C1'],
    [['0'], '0'],
    [[1, 2, 'x'], '[1][2].x'],
    [['a/b', 'c'], '["a/b"].c'],
    [[], ''],
  ])('of %j is written %s, as kubectl writes it', (segments, path) => {
    expect(formatPath(segments)).toBe(path);
  });
});

describe('a scope', () => {
  it('reports at its own depth, below which a problem may name its place', () => {
    const seen: string[] = [];
    const scope = makeScope({}, ({ code }, at) => seen.push(`${code} ${formatPath(at)}`));
    scope.report(problem);
    scope.at('spec', 0).at('name').report(problem);
    scope.at('spec').report({ ...problem, at: ['value'] });
    expect(seen).toEqual(['Required ', 'Required spec[0].name', 'Required spec.value']);
  });

  it('that is silent knows of errors alone, until it is reset', () => {
    const scope = silentScope({});
    scope.at('a').report({ ...problem, severity: 'warning' });
    expect(scope.failed()).toBe(false);
    scope.at('a').report(problem);
    expect(scope.failed()).toBe(true);
    scope.reset();
    expect(scope.failed()).toBe(false);
  });
});

it('every code has a text for `capstan explain`, as a sentence', () => {
  for (const text of Object.values(issueCodes)) expect(text).toMatch(/^[A-Z].*\.$/);
});
