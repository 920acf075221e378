import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** A policy with its bindings, which are applied, waited for and removed together. */
export interface PolicyBundle {
  /** The policy's own. */
  readonly name: string;
  /** A ValidatingAdmissionPolicy. */
  readonly policy: KubeObject;
  /** Its ValidatingAdmissionPolicyBindings, one at least: without any it would judge nothing. */
  readonly bindings: readonly KubeObject[];
}

/** The kind of the objects that a policy has as parameters. */
export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

export const admissionVersion = 'admissionregistration.k8s.io/v1';
export const policyKind = 'ValidatingAdmissionPolicy';
export const bindingKind = 'ValidatingAdmissionPolicyBinding';

/** Manifests as bundles, in the order of the policies' names. Throws where a policy or binding stands alone: a bug of whoever made them. */
export function bundlesOf(manifests: readonly KubeObject[]): PolicyBundle[] {
  const bindings = manifests.filter(({ kind }) => kind === bindingKind);
  const bundles = manifests
    .filter(({ kind }) => kind === policyKind)
    .map((policy): PolicyBundle => {
      const { name } = policy.metadata;
      return { name, policy, bindings: bindings.filter((binding) => policyNameOf(binding) === name) };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const alone = bundles.find((bundle) => bundle.bindings.length === 0);
  if (alone !== undefined) throw new Error(`the policy ${alone.name} has no binding`);
  const placed = bundles.reduce((sum, bundle) => sum + bundle.bindings.length + 1, 0);
  if (placed !== manifests.length) throw new Error('there is a binding without its policy, or another kind');
  return bundles;
}

/** The kind of a policy's parameters; undefined where it has none. */
export function paramKindOf(policy: KubeObject): ParamKind | undefined {
  const { apiVersion, kind } = asObject(asObject(policy['spec'])?.['paramKind']) ?? {};
  return typeof apiVersion === 'string' && typeof kind === 'string' ? { apiVersion, kind } : undefined;
}

/** The policy that a binding binds; '' for none. */
export function policyNameOf(binding: KubeObject): string {
  return textAt(binding, 'spec', 'policyName') ?? '';
}
