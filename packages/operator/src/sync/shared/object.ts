import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations } from '../../names.ts';

/** True for an object that has been deleted and waits for its finalizers. */
export function isDeleting({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** True for what Cluster API's controllers do not act on. */
export function isPaused({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[annotations.paused] !== undefined;
}

/** Which API acts, as the marker on a Cluster API object says; undefined for one that Capstan has not marked. */
export function markerOf({ metadata }: KubeObject): Authority | undefined {
  const marker = metadata.annotations?.[annotations.authority];
  return marker === 'MachineAPI' || marker === 'ClusterAPI' ? marker : undefined;
}

/** `status`; {} where there is none. */
export function statusOf(object: KubeObject | undefined): { readonly [field: string]: unknown } {
  return asObject(object?.['status']) ?? {};
}

/** A condition of a list by its type. */
export function conditionIn(list: unknown, type: string): JsonObject | undefined {
  return Array.isArray(list) ? list.map(asObject).find((each) => each?.['type'] === type) : undefined;
}

/** A condition of `status.conditions`; undefined where nobody has said it. */
export function conditionOf(object: KubeObject | undefined, type: string): JsonObject | undefined {
  return conditionIn(statusOf(object)['conditions'], type);
}

/** What is waited for while neither API acts: `authority` is what `status.authoritativeAPI` says. */
export function unsettled(authority: unknown): string {
  return `status.authoritativeAPI is ${typeof authority === 'string' && authority !== '' ? authority : 'empty'}`;
}

/** `metadata.finalizers`; empty where there are none. */
export function finalizersOf({ metadata }: KubeObject): readonly string[] {
  return metadata.finalizers ?? [];
}

/** An owner reference as the API server has it. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** `metadata.ownerReferences`, as far as they are references. */
export function ownersOf({ metadata }: KubeObject): readonly OwnerReference[] {
  const list = metadata['ownerReferences'];
  return Array.isArray(list) ? list.filter(isOwnerReference) : [];
}

/** The owner that is a MachineSet of an API group. */
export function setOwnerOf(object: KubeObject, group: string): OwnerReference | undefined {
  return ownersOf(object).find(({ kind, apiVersion }) => kind === 'MachineSet' && apiVersion.startsWith(`${group}/`));
}

function isOwnerReference(value: unknown): value is OwnerReference {
  const reference = asObject(value);
  return ['apiVersion', 'kind', 'name', 'uid'].every((field) => typeof reference?.[field] === 'string');
}
