import type { KubeObject } from '@capstan/kube';
import { stringify } from 'yaml';
import { bundlesOf } from './bundle.ts';
import { policyNames } from './policy-names.ts';

/** The API server takes no ConfigMap with more in it. */
export const mostBytes = 1024 * 1024;

/** Policies were more than a ConfigMap holds. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * The transport ConfigMap: how policies are shipped. Its layout is interface, and an administrator may write one by hand:
 *
 * - `metadata.name` is `capstan-admission-policies`, in the Cluster API namespace, with the label
 *   `capstan.openshift.io/policies: transport`;
 * - `data` has one key a policy, `<name of the policy>.yaml`, which begins with `capstan-`;
 * - under it stand two YAML documents, or more: the ValidatingAdmissionPolicy, then each of its ValidatingAdmissionPolicyBindings;
 * - nothing else is in it. An empty `data` means no policies; a key that is gone means that its policy is to go.
 *
 * Throws `TooLarge` at 1 MiB, which is the API server's limit. Over 256 KiB `oc apply` without `--server-side` fails too, since it
 * keeps a copy in an annotation.
 */
export function packPolicies(manifests: readonly KubeObject[], namespace: string): KubeObject {
  const data: Record<string, string> = {};
  for (const { name, policy, bindings } of bundlesOf(manifests)) {
    data[`${name}.yaml`] = [policy, ...bindings].map(text).join('---\n');
  }
  const bytes = packedBytes(data);
  if (bytes > mostBytes) throw new TooLarge(`the policies are ${bytes} bytes, and a ConfigMap holds ${mostBytes}`);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: policyNames.configMap, namespace, labels: { [policyNames.configMapLabel]: 'transport' } },
    data,
  };
}

/** What counts against the limit: keys as well, to be on the safe side. */
export function packedBytes(data: Readonly<Record<string, string>>): number {
  return Object.entries(data).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
}

function text(object: KubeObject): string {
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}
