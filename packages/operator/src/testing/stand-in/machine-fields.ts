import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

// The stand-in reads objects by itself: shared with sync, a mistake in it would hide from the tests of both.

/** `spec`; {} where there is none. */
export function specOf(object: KubeObject): { readonly [field: string]: unknown } {
  return asObject(object['spec']) ?? {};
}

/** `status`; {} where there is none. */
export function statusOf(object: KubeObject): { readonly [field: string]: unknown } {
  return asObject(object['status']) ?? {};
}

/** True for an object that has been deleted and waits for its finalizers. */
export function isDeleting({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** `spec.providerID` of a Machine; undefined where it has none yet. */
export function providerIdOf(machine: KubeObject): string | undefined {
  return textOf(specOf(machine), 'providerID');
}

/** A text of the provider spec, by its path; undefined where there is none. */
export function providerText(machine: KubeObject, ...path: readonly string[]): string | undefined {
  return textOf(specOf(machine), 'providerSpec', 'value', ...path);
}

/** The infrastructure name that a Machine is labelled with. */
export function clusterOf({ metadata }: KubeObject): string {
  return metadata.labels?.['machine.openshift.io/cluster-api-cluster'] ?? 'cluster';
}

/** The text at a path; undefined where there is none, or an empty one. */
export function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((at, step) => asObject(at)?.[step], value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
