import { inPlace, sentinelLabel, sentinelName } from '../sentinel.ts';

/** Names of what brings policies into a cluster. Interface: kept to the letter. */
export const policyNames = {
  /** The transport ConfigMap, in the Cluster API namespace. */
  configMap: 'capstan-admission-policies',
  /** Where the controller says what has become of them, in the same namespace. */
  statusConfigMap: 'capstan-policies-status',
  /** On both ConfigMaps, with the value `transport` or `status`, so that one selector finds them. */
  configMapLabel: 'capstan.openshift.io/policies',
  /** On what the controller has applied, with the namespace of the transport ConfigMap as its value: it prunes nothing else. */
  setLabel: 'capstan.openshift.io/policy-set',
  /** The ConfigMap that is never made: to ask for it is to ask a policy whether it is in place. */
  sentinel: sentinelName,
  /** On the sentinel, which asks whether a policy is in place; the value is the policy's name. */
  sentinelLabel,
  /** What a policy that is in place answers. */
  sentinelMessage: inPlace,
  /** Of all policies and bindings: nothing of another name is ever written or deleted. */
  prefix: 'capstan-',
  fieldManager: 'capstan-policies',
} as const;

/**
 * Policies that hold the operator itself to its word. They come by plain manifests and an administrator's hand: the operator has no
 * right to them, and the transport ConfigMap may not hold them.
 */
export const notTransported: ReadonlySet<string> = new Set(['capstan-secrets']);
