import type { KubeObject } from '@capstan/kube';
import { admissionVersion, bindingKind, policyKind } from './bundle.ts';
import { policyNames } from './policy-names.ts';

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
export function makePolicy(made: MadePolicy): [policy: KubeObject, binding: KubeObject] {
  const { name, namespace, group = '', version = 'v1', resources = ['services'], paramKind } = made;
  const { operations = ['CREATE', 'UPDATE'], expression = 'true', message = 'No.' } = made;
  const label = policyNames.sentinelLabel;
  const isSentinel = `has(object.metadata.labels) && '${label}' in object.metadata.labels && object.metadata.labels['${label}'] == '${name}'`;
  const [apiVersion, metadata] = [admissionVersion, { name }];
  const policy = {
    apiVersion,
    kind: policyKind,
    metadata,
    spec: {
      failurePolicy: 'Fail',
      ...(paramKind !== undefined && { paramKind }),
      matchConstraints: { resourceRules: [{ apiGroups: [group], apiVersions: [version], resources, operations }] },
      validations: [
        { expression: `!(${isSentinel})`, message: policyNames.sentinelMessage },
        { expression, message },
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
  return [policy, binding];
}
