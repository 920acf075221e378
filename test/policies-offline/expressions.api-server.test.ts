import { createClient, type KubeClient, type KubeObject } from '@capstan/kube';
import { isNotFound, until } from '@capstan/kube/testing';
import { bundlesOf } from '@capstan/operator';
import { askerOf, asServed, judge, requestOf } from '@capstan/operator/offline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { expressions, subject } from './expressions.ts';

const admission = 'admissionregistration.k8s.io/v1';
const admin = createClient(controlPlane());
let jane: KubeClient;
let namespace = '';
let policies: KubeObject[] = [];

/** As a policy has it, where `o` is the provider spec's value. */
const inFull = (expression: string) =>
  expression
    .replaceAll(/\bo\./g, 'object.spec.providerSpec.value.')
    .replaceAll(/\bo\[/g, 'object.spec.providerSpec.value[');

const all = [
  ...expressions.map((expression) => ({ expression: inFull(expression), message: `not so: ${expression}` })),
  { expression: 'false', message: 'fixed', messageExpression: "' made of ' + object.metadata.name" },
  { expression: 'false', message: 'fixed where it fails', messageExpression: inFull('string(o.nothing)') },
  { expression: 'false', message: 'fixed where it has lines', messageExpression: "'a\\nb'" },
  { expression: '!true' },
];

/** The server gives 4 KiB of warnings a request: some expressions a policy, each policy for an object of its own; each part ends in a refusal. */
const parts = Array.from({ length: Math.ceil(all.length / 8) }, (_, index) => [
  ...all.slice(index * 8, index * 8 + 8),
  { expression: 'false', message: 'the end' },
]);

beforeAll(async () => {
  namespace = await createNamespace(admin, 'cel');
  const name = `capstan-${namespace}`;
  const rbac = 'rbac.authorization.k8s.io';
  await admin.create({
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: rbac, kind: 'User', name: 'jane' }],
  });
  jane = createClient({ ...controlPlane(), actAs: { user: 'jane', groups: ['system:authenticated'] } });
  const constraints = {
    resourceRules: [
      {
        apiGroups: ['machine.openshift.io'],
        apiVersions: ['v1beta1'],
        resources: ['machines'],
        operations: ['CREATE'],
      },
    ],
  };
  policies = parts.flatMap((validations, index): KubeObject[] => {
    const name = `capstan-${namespace}-${index}`;
    return [
      {
        apiVersion: admission,
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name },
        spec: {
          failurePolicy: 'Fail',
          matchConstraints: constraints,
          matchConditions: [{ name: 'is-asked', expression: `object.metadata.name == 'subject-${index}'` }],
          variables: [
            { name: 'fine', expression: inFull('o.text.split(".")[0]') },
            { name: 'twice', expression: 'variables.fine + variables.fine' },
            { name: 'broken', expression: inFull('o.nothing') },
          ],
          validations,
        },
      },
      {
        apiVersion: admission,
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata: { name },
        spec: {
          policyName: name,
          validationActions: ['Warn'],
          matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
        },
      },
    ];
  });
  for (const policy of policies) await admin.create(policy);
});

afterAll(async () => {
  for (const { apiVersion, kind, metadata } of policies.toReversed())
    await admin.delete({ apiVersion, kind, name: metadata.name }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  await jane?.close();
});

test.each(parts.map((part, index) => [index, part] as const))(
  'expressions of part %d are true, false or errors offline as they are to the API server, with the same messages',
  async (index) => {
    const object = {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'Machine',
      metadata: { name: `subject-${index}`, namespace },
      spec: { providerSpec: { value: subject } },
    };
    const server = await until('the policy to be obeyed', async () => {
      const { warnings } = await jane.create(object, { dryRun: true });
      const said = warnings.map((each) => /with binding '.*?': (.*)$/s.exec(each)?.[1] ?? each);
      return said.includes('the end') ? said : undefined;
    });
    const request = requestOf({ object: asServed(object, undefined), oldObject: undefined, user: askerOf('jane') });
    const rulings = judge(bundlesOf(policies), request, []);
    expect(rulings.map(({ effect }) => effect)).toEqual(rulings.map(() => 'warned'));
    expect(rulings.map(({ message }) => inShort(message))).toEqual(server.map(inShort));
  },
);

/** Why something is an error is said in each one's own words. */
function inShort(message: string): string {
  return message
    .replace(/resulted in error: .*$/s, 'resulted in error')
    .replaceAll('object.spec.providerSpec.value', 'o');
}
