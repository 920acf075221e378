import type { KubeObject } from '@capstan/kube';
import { admissionVersion, bindingKind, policyKind } from '../policies/live/bundle.ts';
import { policyNames } from '../policies/live/policy-names.ts';

/** What a policy of a test judges. */
export interface MadePolicy {
  readonly name: string;
  readonly namespace: string;
  readonly group?: string;
  readonly version?: string;
  readonly resources?: readonly string[];
  readonly operations?: readonly string[];
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  readonly expression?: string;
  readonly message?: string;
}

/** A policy with a sentinel's validation and its binding, as the real ones are laid out. */
export function makePolicy(made: MadePolicy): KubeObject[] {
  const { name, namespace, group = '', version = 'v1', resources = ['serviceaccounts'], paramKind } = made;
  const { operations = ['CREATE', 'UPDATE'], expression = 'true', message = 'No.' } = made;
  const isSentinel = "request.resource.resource == 'configmaps'";
  const label = `object.metadata.?labels[?'${policyNames.sentinelLabel}'].orValue('')`;
  const [apiVersion, metadata] = [admissionVersion, { name }];
  const policy = {
    apiVersion,
    kind: policyKind,
    metadata,
    spec: {
      failurePolicy: 'Fail',
      ...(paramKind !== undefined && { paramKind }),
      matchConstraints: {
        resourceRules: [
          { apiGroups: [group], apiVersions: [version], resources, operations },
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            resources: ['configmaps'],
            operations: ['CREATE'],
            resourceNames: [policyNames.sentinel],
          },
        ],
      },
      matchConditions: [{ name: 'is-asked', expression: `!(${isSentinel}) || ${label} == '${name}'` }],
      validations: [
        { expression: `!(${isSentinel})`, message: policyNames.sentinelMessage },
        { expression: `${isSentinel} || (${expression})`, message },
      ],
    },
  };
  const binding = {
    apiVersion,
    kind: bindingKind,
    metadata,
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      ...(paramKind !== undefined && {
        paramRef: { namespace, selector: {}, parameterNotFoundAction: 'Allow' },
      }),
    },
  };
  if (paramKind === undefined) return [policy, binding];
  // Without parameters: by it the sentinel gets through where there is no object to be one.
  const { paramRef: _params, ...spec } = binding.spec;
  const asking = { matchExpressions: [{ key: policyNames.sentinelLabel, operator: 'Exists' }] };
  const matchResources = { ...spec.matchResources, objectSelector: asking };
  return [policy, binding, { ...binding, metadata: { name: `${name}-sentinel` }, spec: { ...spec, matchResources } }];
}
