import type { KubeObject } from '@capstan/kube';
import { defaultNamespaces, type Namespaces } from '../names.ts';
import { policies as all } from './all.ts';
import { keyAt, literal } from './cel.ts';
import type { Condition, Policy, Subject } from './policy.ts';
import { inPlace, sentinelLabel, sentinelName } from './sentinel.ts';
import { variables as known } from './variables.ts';

/** Where the two APIs are, and what is added to every name: with it, several sets of policies go side by side. */
export interface ManifestOptions {
  readonly namespaces?: Namespaces;
  readonly suffix?: string;
  readonly policies?: readonly Policy[];
}

const apiVersion = 'admissionregistration.k8s.io/v1';

/** The name that a policy has in a cluster, and its binding too. */
export function policyName({ name }: Pick<Policy, 'name'>, suffix = ''): string {
  return `capstan-${name}${suffix}`;
}

/** The policies and their bindings as manifests, each policy before its bindings. */
export function policyManifests(options: ManifestOptions = {}): KubeObject[] {
  const { namespaces = defaultNamespaces, suffix = '', policies = all } = options;
  return policies.flatMap((policy) => {
    const name = policyName(policy, suffix);
    return [policyManifest(policy, name, namespaces), ...bindings(policy, name, namespaces)];
  });
}

function policyManifest(policy: Policy, name: string, namespaces: Namespaces): KubeObject {
  const { params, subjects, operations, exceptLabel, rules } = policy;
  const used = variablesOf(policy);
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: {
      name,
      annotations: {
        'kubernetes.io/description': policy.doc,
        ...(policy.platform !== undefined && { 'capstan.openshift.io/platform': policy.platform }),
      },
    },
    spec: {
      failurePolicy: policy.onFailure,
      ...(params !== undefined && { paramKind: { apiVersion: params.apiVersion, kind: params.kind } }),
      matchConstraints: {
        matchPolicy: 'Equivalent',
        ...(exceptLabel !== undefined && {
          objectSelector: { matchExpressions: [{ key: exceptLabel, operator: 'DoesNotExist' }] },
        }),
        resourceRules: [...subjects.map((subject) => ruleOf(subject, operations)), sentinelRule],
      },
      matchConditions: conditionsOf(policy, name, namespaces),
      ...(used.length > 0 && { variables: used }),
      validations: [{ expression: `!${isSentinel}`, message: inPlace }, ...rules],
    },
  };
}

/** One binding with parameters, where there are any, and for those one without, by which the sentinel gets through to it. */
function bindings({ params, action, in: places }: Policy, name: string, namespaces: Namespaces): KubeObject[] {
  const values = places.map((place) => namespaces[place]);
  const namespaceSelector = {
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }],
  };
  const binding = (bound: string, rest: object, selectors: object = {}): KubeObject => ({
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: bound },
    spec: {
      policyName: name,
      validationActions: [action],
      ...rest,
      matchResources: { matchPolicy: 'Equivalent', namespaceSelector, ...selectors },
    },
  });
  if (params === undefined) return [binding(name, {})];
  const { from } = params;
  const paramRef =
    'name' in from
      ? { name: from.name }
      : {
          namespace: namespaces[from.namespace],
          selector:
            from.withLabel === undefined ? {} : { matchExpressions: [{ key: from.withLabel, operator: 'Exists' }] },
        };
  return [
    binding(name, { paramRef: { ...paramRef, parameterNotFoundAction: 'Allow' } }),
    binding(
      `${name}-sentinel`,
      {},
      { objectSelector: { matchExpressions: [{ key: sentinelLabel, operator: 'Exists' }] } },
    ),
  ];
}

function ruleOf({ group, version, resources }: Subject, operations: readonly string[]) {
  return { apiGroups: [group], apiVersions: [version], operations, resources };
}

const sentinelRule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['configmaps'],
  resourceNames: [sentinelName],
};

const isSentinel = "(request.resource.resource == 'configmaps')";

function conditionsOf(policy: Policy, name: string, namespaces: Namespaces): Condition[] {
  const exempt = accounts(policy, namespaces);
  const isAsked = keyAt('object.metadata.labels', sentinelLabel);
  return [
    {
      name: 'is-asked-by-the-sentinel-or-judges',
      expression: `!${isSentinel} || ${isAsked} == ${literal(name)}`,
    },
    ...[
      ...(exempt.length === 0
        ? []
        : [{ name: 'is-not-exempt', expression: `!(request.userInfo.username in ${JSON.stringify(exempt)})` }]),
      ...policy.conditions,
    ].map(({ name: why, expression }) => ({ name: why, expression: `${isSentinel} || (${expression})` })),
  ];
}

/** Machine API's controllers, those that keep both APIs in step (in-tree or Capstan), and where it writes too Cluster API's core manager. */
function accounts({ exempt }: Policy, { machineApi, clusterApi }: Namespaces): string[] {
  if (exempt === 'nobody') return [];
  const account = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
  return [
    account(machineApi, 'machine-api-controllers'),
    account(clusterApi, 'capi-controllers'),
    account(clusterApi, 'capstan'),
    ...(exempt === 'controllersAndCoreManager' ? [account(clusterApi, 'capi-manager')] : []),
  ];
}

/** Those that a policy's expressions name, before the ones that are made of them. */
function variablesOf({ rules, variables = [] }: Policy): Condition[] {
  const text = rules.map(({ expression, messageExpression = '' }) => `${expression} ${messageExpression}`).join(' ');
  return [...Object.values(known), ...variables].filter(({ name }) => new RegExp(`variables\\.${name}\\b`).test(text));
}
