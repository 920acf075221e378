import { asObject, textAt } from '@capstan/convert';
import { type KubeObject, timestamp } from '@capstan/kube';
import { parse, stringify } from 'yaml';
import { policyNames } from './policy-names.ts';
import type { Liveness, PolicyCondition, PolicyState } from './policy-state.ts';

/** What the controller says, and who asks reads. */
export interface PolicyStatus {
  readonly conditions: readonly (PolicyCondition & { readonly lastTransitionTime: string })[];
  readonly policies: readonly (PolicyState & { readonly live: Liveness })[];
}

/**
 * Where an administrator looks for what has become of the policies. Capstan has no CRD, and the transport ConfigMap is what others
 * write: a status in an annotation of it would be lost at the next `oc apply` of a tool that owns all of it. Events end after an
 * hour, and metrics have no sentences. So there is a ConfigMap beside it, `capstan-policies-status`, which the controller alone
 * writes: `oc get configmap -n openshift-cluster-api capstan-policies-status -o yaml`, or `capstan policies status`.
 *
 * `data.conditions` is a list of conditions as objects have them, `data.policies` one entry a policy; both are YAML. Undefined where
 * `before` says the same.
 */
export function statusConfigMap(
  namespace: string,
  status: { readonly conditions: readonly PolicyCondition[]; readonly policies: PolicyStatus['policies'] },
  before: KubeObject | undefined,
  now: Date,
): KubeObject | undefined {
  const known = readPolicyStatus(before);
  const conditions = status.conditions.map((condition) => {
    const last = known?.conditions.find(({ type }) => type === condition.type);
    const lastTransitionTime = last?.status === condition.status ? last.lastTransitionTime : timestamp(now);
    return { ...condition, lastTransitionTime };
  });
  const text = (value: unknown) => stringify(value, { lineWidth: 0 });
  const data = { conditions: text(conditions), policies: text(status.policies) };
  const isSame =
    textAt(before, 'data', 'conditions') === data.conditions && textAt(before, 'data', 'policies') === data.policies;
  if (isSame) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: policyNames.statusConfigMap, namespace, labels: { [policyNames.configMapLabel]: 'status' } },
    data,
  };
}

/** What such a ConfigMap says; undefined where there is none, or where it is none of ours. */
export function readPolicyStatus(configMap: KubeObject | undefined): PolicyStatus | undefined {
  const conditions = listIn(textAt(configMap, 'data', 'conditions'));
  const policies = listIn(textAt(configMap, 'data', 'policies'));
  if (conditions === undefined || policies === undefined) return undefined;
  return { conditions: conditions.filter(isCondition), policies: policies.filter(isPolicy) };
}

function listIn(text: string | undefined): readonly unknown[] | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 0 });
    return Array.isArray(value) ? value : undefined;
  } catch {
    // Somebody has written to it; the next look puts it right.
    return undefined;
  }
}

function isCondition(value: unknown): value is PolicyStatus['conditions'][number] {
  const fields = asObject(value);
  return ['type', 'status', 'reason', 'message', 'lastTransitionTime'].every(
    (key) => typeof fields?.[key] === 'string',
  );
}

function isPolicy(value: unknown): value is PolicyStatus['policies'][number] {
  const fields = asObject(value);
  return ['name', 'state', 'message', 'live'].every((key) => typeof fields?.[key] === 'string');
}
