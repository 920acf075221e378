import type { JsonObject } from '@capstan/api';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { bundlesOf } from '../live/bundle.ts';
import { judge } from './judge.ts';
import { askerOf, requestOf } from './request.ts';

const admission = 'admissionregistration.k8s.io/v1';
const rules = [{ apiGroups: ['g'], apiVersions: ['v1'], resources: ['things'], operations: ['CREATE', 'UPDATE'] }];

interface Given {
  readonly policy?: object;
  readonly constraints?: object;
  readonly binding?: object;
  readonly expression?: string;
}

function bundles({ policy = {}, constraints = {}, binding = {}, expression = 'false' }: Given) {
  const metadata = { name: 'p' };
  const objects: KubeObject[] = [
    {
      apiVersion: admission,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: rules, ...constraints },
        validations: [{ expression, message: 'No.' }],
        ...policy,
      },
    },
    {
      apiVersion: admission,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: 'p', validationActions: ['Deny'], ...binding },
    },
  ];
  return bundlesOf(objects);
}

const thing = (more: object = {}): JsonObject =>
  JSON.parse(JSON.stringify({ apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'n' }, ...more }));
const labelled = (labels: object) => thing({ metadata: { name: 'a', namespace: 'n', labels } });
const twin = (name: string, labels: object = {}): JsonObject =>
  JSON.parse(JSON.stringify({ apiVersion: 'g/v1', kind: 'Twin', metadata: { name, namespace: 'm', labels } }));

/** What is said to the making of a thing, as `effect: message`. */
function said(given: Given, object = thing(), around: readonly JsonObject[] = [], oldObject?: JsonObject): string[] {
  const request = requestOf({ object, oldObject, user: askerOf('jane') });
  return judge(bundles(given), request, around).map(({ effect, message }) => `${effect}: ${message}`);
}

describe('whom a policy is about', () => {
  test.each<[string, Given, JsonObject]>([
    ['another resource', {}, thing({ kind: 'Other' })],
    ['another group', {}, thing({ apiVersion: 'h/v1' })],
    [
      'another version, where only the very same counts',
      { constraints: { matchPolicy: 'Exact' } },
      thing({ apiVersion: 'g/v2' }),
    ],
    ['another name', { constraints: { resourceRules: [{ ...rules[0], resourceNames: ['b'] }] } }, thing()],
    [
      'an operation that it does not judge',
      { constraints: { resourceRules: [{ ...rules[0], operations: ['DELETE'] }] } },
      thing(),
    ],
    ['a subresource', { constraints: { resourceRules: [{ ...rules[0], resources: ['things/scale'] }] } }, thing()],
    ['what is excluded', { constraints: { excludeResourceRules: rules } }, thing()],
    ['what has no namespace', { constraints: { resourceRules: [{ ...rules[0], scope: 'Cluster' }] } }, thing()],
    ['labels of the object', { constraints: { objectSelector: { matchLabels: { a: 'b' } } } }, labelled({ a: 'c' })],
    [
      'a label that it must not have',
      { constraints: { objectSelector: { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] } } },
      labelled({ a: 'c' }),
    ],
    [
      'another namespace, by its binding',
      {
        binding: { matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } } },
      },
      thing(),
    ],
    [
      'what a condition leaves out',
      { policy: { matchConditions: [{ name: 'c', expression: "object.metadata.name == 'b'" }] } },
      thing(),
    ],
  ])('not %s', (_what, given, object) => {
    expect(said(given, object)).toEqual([]);
  });

  test('a change of labels is judged by those before as well as by those after: nobody escapes by taking a label away', () => {
    const given = { constraints: { objectSelector: { matchLabels: { a: 'b' } } } };
    expect(said(given, labelled({}), [], labelled({ a: 'b' }))).toEqual(['refused: No.']);
  });

  test('other versions of the same resource too', () => {
    expect(said({}, thing({ apiVersion: 'g/v2' }))).toEqual(['refused: No.']);
  });
});

describe('what a policy says', () => {
  test('is by the actions of its binding', () => {
    expect(said({ binding: { validationActions: ['Warn', 'Audit'] } })).toEqual(['warned: No.', 'audited: No.']);
  });

  test('is a refusal where an expression fails, unless failures are to be ignored', () => {
    const expression = 'object.nothing == 1';
    expect(said({ expression })).toEqual([
      expect.stringContaining("refused: expression 'object.nothing == 1' resulted in error"),
    ]);
    expect(said({ expression, policy: { failurePolicy: 'Ignore' } })).toEqual([]);
  });

  test('counts a condition that fails only where no other leaves the request out', () => {
    const failing = { name: 'a', expression: 'object.nothing == 1' };
    const out = { name: 'b', expression: 'false' };
    expect(said({ policy: { matchConditions: [failing, out] } })).toEqual([]);
    expect(said({ policy: { matchConditions: [failing] } })).toEqual([expect.stringContaining('refused: expression')]);
    expect(said({ policy: { matchConditions: [failing], failurePolicy: 'Ignore' } })).toEqual([]);
  });

  test.each([
    ["authorizer.group('').resource('pods').check('get').allowed()", 'Unknown variable: authorizer'],
    ["quantity('1Gi').isGreaterThan(quantity('1Mi'))", 'unknown function: quantity'],
    ["object.metadata.name.matches('(?i)A')", 'Invalid regular expression'],
    ['object.metadata.all(k, v, v != null)', 'Unknown variable'],
  ])('is never guessed: %s', (expression, why) => {
    const [only, ...others] = said({ expression });
    expect(only).toContain(`unknown: `);
    expect(only).toContain(why);
    expect(others).toEqual([]);
  });
});

describe('a policy with parameters', () => {
  const given = (paramRef: object | undefined, expression = 'params.metadata.name != object.metadata.name'): Given => ({
    policy: { paramKind: { apiVersion: 'g/v1', kind: 'Twin' } },
    binding: paramRef === undefined ? {} : { paramRef },
    expression,
  });

  test('is asked once with each object that is selected in the namespace', () => {
    const of = given({ namespace: 'm', selector: { matchLabels: { a: 'b' } }, parameterNotFoundAction: 'Allow' });
    expect(said(of, thing(), [twin('a', { a: 'b' }), twin('z', { a: 'b' })])).toEqual(['refused: No.']);
    expect(said(of, thing(), [twin('a')])).toEqual([]);
    expect(
      said(given({ namespace: 'elsewhere', selector: {}, parameterNotFoundAction: 'Allow' }), thing(), [twin('a')]),
    ).toEqual([]);
  });

  test('refuses where there is none, if it is to, and lets through if it is to', () => {
    const none = 'no params found for policy binding';
    expect(said(given({ namespace: 'm', name: 'x', parameterNotFoundAction: 'Deny' }))).toEqual([
      expect.stringContaining(none),
    ]);
    expect(said(given({ namespace: 'm', name: 'x', parameterNotFoundAction: 'Allow' }))).toEqual([]);
  });

  test('has null for one where the binding names none', () => {
    expect(said(given(undefined, 'params != null'))).toEqual(['refused: No.']);
  });
});

test('an account has the groups of its namespace, and everybody who is known is authenticated', () => {
  expect(askerOf('system:serviceaccount:ns:name').groups).toEqual([
    'system:serviceaccounts',
    'system:serviceaccounts:ns',
    'system:authenticated',
  ]);
});
