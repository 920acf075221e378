import { asObject } from '@capstan/convert';
import { describe, expect, test } from 'vitest';
import { makePolicy } from '../../testing/make-policy.ts';
import { policyManifests } from '../manifests.ts';
import { mostBytes, packPolicies, TooLarge } from './pack-policies.ts';
import { problemText, readPolicies } from './read-policies.ts';

const namespace = 'openshift-cluster-api';
const locks = makePolicy({ name: 'capstan-locks', namespace });
const creates = makePolicy({ name: 'capstan-creates', namespace });
const whole = packPolicies([...locks, ...creates], namespace);
const [lockText = ''] = Object.values(packPolicies(locks, namespace)['data'] ?? {});

/** What is said about a ConfigMap with one key of this text. */
function faults(text: string, key = 'capstan-locks.yaml'): string[] {
  const read = readPolicies({ ...whole, data: { [key]: text } });
  return read.ok ? [] : read.problems.map(problemText);
}

describe('the transport ConfigMap', () => {
  test('has one key a policy, is found by its label, and gives back what was put in', () => {
    expect(whole.metadata).toEqual({
      name: 'capstan-admission-policies',
      namespace,
      labels: { 'capstan.openshift.io/policies': 'transport' },
    });
    expect(Object.keys(whole['data'] ?? {})).toEqual(['capstan-creates.yaml', 'capstan-locks.yaml']);
    const read = readPolicies(whole);
    const objects = read.ok ? read.bundles.flatMap(({ policy, bindings }) => [policy, ...bindings]) : [];
    expect(objects.map(({ spec }) => spec)).toEqual([...creates, ...locks].map(({ spec }) => spec));
  });

  test('that would be too large for the API server is never made, so that no release ships without policies', () => {
    const message = 'x'.repeat(300_000);
    const policies = ['a', 'b', 'c', 'd'].map((name) => makePolicy({ name: `capstan-${name}`, namespace, message }));
    expect(packPolicies(policies.slice(0, 3).flat(), namespace)).toBeDefined();
    expect(() => packPolicies(policies.flat(), namespace)).toThrow(TooLarge);
    expect(mostBytes).toBe(1_048_576);
  });

  test('of this release has room: in the API server, and in the annotation in which oc apply keeps a copy of it', () => {
    const real = packPolicies(policyManifests(), namespace);
    expect(Buffer.byteLength(JSON.stringify(real))).toBeLessThan(256 * 1024);
    const read = readPolicies(real);
    expect(read.ok ? read.bundles.length : read.problems).toBe(Object.keys(asObject(real['data']) ?? {}).length);
  });

  test('with an empty data means that no policy is wanted', () => {
    expect(readPolicies({ ...whole, data: {} })).toEqual({ ok: true, bundles: [] });
    const { data: _data, ...bare } = whole;
    expect(readPolicies(bare)).toEqual({ ok: true, bundles: [] });
  });

  test('may have comments and empty documents', () => {
    expect(faults(`# by hand\n---\n${lockText}---\n`)).toEqual([]);
  });

  test('with one fault gives nothing at all: half of the locks would be worse than the old ones', () => {
    const read = readPolicies({ ...whole, data: { ...asObject(whole['data']), 'capstan-zzz.yaml': 'a: [' } });
    expect(read).not.toHaveProperty('bundles');
  });

  test.each([
    ['bad YAML', 'a: 1\nb: [2\n', 'capstan-locks.yaml:3: it is no YAML that can be read: '],
    ['a key twice', lockText.replace('metadata:', 'kind: Other\nmetadata:'), 'capstan-locks.yaml:3: it is no YAML'],
    ['an alias', `${lockText}---\na: &a [1]\nb: *a\n`, 'it has aliases, which are not read'],
    ['a scalar', `${lockText}---\nhello\n`, 'it is no object'],
    [
      'another kind',
      lockText.replace('kind: ValidatingAdmissionPolicy\n', 'kind: ClusterRole\n'),
      'capstan-locks.yaml:2: ClusterRole of admissionregistration.k8s.io/v1 is neither',
    ],
    [
      'another version',
      lockText.replace('k8s.io/v1\n', 'k8s.io/v1beta1\n'),
      'ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1beta1 is neither',
    ],
    [
      'a name that is not ours',
      lockText.replaceAll('name: capstan-locks', 'name: system-locks'),
      'capstan-locks.yaml:4: the name system-locks does not begin with capstan-',
    ],
    [
      'another name than its key',
      lockText.replace('name: capstan-locks', 'name: capstan-other'),
      'capstan-locks.yaml:4: the policy is called capstan-other',
    ],
    [
      'a binding of another policy',
      lockText.replace('policyName: capstan-locks', 'policyName: capstan-other'),
      'the binding binds capstan-other and not capstan-locks',
    ],
    ['no binding', lockText.slice(0, lockText.indexOf('---')), 'it has no binding'],
    ['no policy', lockText.slice(lockText.indexOf('---')), 'it has 0 policies, and wants one'],
    [
      'what a server wrote',
      lockText.replace('metadata:\n', 'metadata:\n  resourceVersion: "7"\n'),
      'there is no place for metadata.resourceVersion',
    ],
    ['a status', `${lockText}status: {}\n`, 'there is no place for status'],
    ['no spec', lockText.slice(0, lockText.indexOf('spec:')), 'the ValidatingAdmissionPolicy has no spec'],
  ])('%s is named, with its key and line', (_what, text, expected) => {
    expect(faults(text).join('\n')).toContain(expected);
  });

  test.each([
    ['locks.yaml', 'locks.yaml: the key is not the name of a policy, capstan-NAME.yaml'],
    ['capstan-locks', 'capstan-locks: the key is not the name of a policy'],
  ])('the key %s is named', (key, expected) => {
    expect(faults(lockText, key).join('\n')).toContain(expected);
  });

  test('may not hold the policy by which the operator is held: it could let itself loose', () => {
    const text = lockText.replaceAll('capstan-locks', 'capstan-secrets');
    expect(faults(text, 'capstan-secrets.yaml')).toEqual([
      'capstan-secrets.yaml:1: capstan-secrets holds the operator itself to its word, so it is applied by hand alone',
    ]);
  });

  test('has each binding once', () => {
    const others = makePolicy({ name: 'capstan-other', namespace });
    const twice = others.map((object, index) =>
      index === 1 ? { ...object, metadata: { name: 'capstan-locks' } } : object,
    );
    const read = readPolicies(packPolicies([...locks, ...twice], namespace));
    expect(read.ok ? [] : read.problems.map(problemText)).toEqual([
      'capstan-other.yaml: the binding capstan-locks stands in capstan-locks.yaml already',
    ]);
  });

  test('has text in it and nothing else', () => {
    const read = readPolicies({ ...whole, binaryData: { 'capstan-a.yaml': 'YQ==' } });
    expect(read.ok ? [] : read.problems.map(problemText)).toEqual(['it has binaryData; policies are text, in data']);
  });
});
