import { asObject, type Conversion, deepEqual, labelValue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Write } from '../../engine/decision.ts';
import { type Authority, annotations, clusterApiVersion, finalizers, mirrorLabel, setNameLabel } from '../../names.ts';
import { keepConditionOrder } from './condition-order.ts';
import type { Environment } from './environment.ts';
import { keepFields, type MachineSetFields } from './machine-set-fields.ts';
import { mergePatchOf } from './merge-patch.ts';
import { mirrorMetadata, recordText, type StringMap } from './mirror-metadata.ts';
import { finalizersOf, type OwnerReference, ownersOf } from './object.ts';

/** An object as the conversion gave it. */
export type Converted = Extract<Conversion, { ok: true }>['objects'][number];

/** What a mirror should be. */
export interface Desired {
  readonly converted: Converted;
  readonly owners: readonly OwnerReference[];
  /** Those that it must have; others stay. */
  readonly finalizers: readonly string[];
  readonly labels: Readonly<Record<string, string | null>>;
  readonly annotations: Readonly<Record<string, string | null>>;
  /** What Cluster API's MachineSet controller has a say in; undefined where it does not act. */
  readonly foreign?: MachineSetFields | undefined;
}

/** The write that makes the mirror what it should be; undefined where it is. `isSame` compares the specs. */
export function mirrorWrite(
  existing: KubeObject | undefined,
  desired: Desired,
  isSame: (existing: KubeObject, desired: Converted) => boolean,
): Write | undefined {
  const { converted, owners, foreign } = desired;
  const metadata = mirrorMetadata({
    existing,
    converted: { labels: mapAt(converted, 'labels'), annotations: mapAt(converted, 'annotations') },
    own: { labels: desired.labels, annotations: desired.annotations },
    ...(foreign !== undefined && { foreign }),
  });
  if (existing === undefined) {
    const { name, namespace = '' } = converted.metadata;
    const { apiVersion, kind, spec } = converted;
    const body = { name, namespace, ...metadata, ownerReferences: owners, finalizers: [...desired.finalizers] };
    return { verb: 'create', object: { apiVersion, kind, metadata: body, spec } };
  }
  const missing = desired.finalizers.filter((finalizer) => !finalizersOf(existing).includes(finalizer));
  const { labels = {}, annotations: notes = {} } = existing.metadata;
  const changes = mergePatchOf(
    { labels, annotations: notes, ownerReferences: ownersOf(existing) },
    { ...metadata, ownerReferences: owners },
  );
  const all = { ...changes, ...(missing.length > 0 && { finalizers: [...finalizersOf(existing), ...missing] }) };
  const wanted: Converted =
    foreign === undefined
      ? converted
      : { ...converted, spec: asObject(keepFields(converted.spec, existing['spec'], foreign.spec)) ?? {} };
  const spec = isSame(existing, wanted) ? undefined : mergePatchOf(existing['spec'], wanted.spec);
  if (Object.keys(all).length === 0 && spec === undefined) return undefined;
  const patch = { ...(Object.keys(all).length > 0 && { metadata: all }), ...(spec !== undefined && { spec }) };
  return { verb: 'patch', of: existing, patch };
}

/** The write that gives an object a status; undefined where it has it. */
export function statusWrite(object: KubeObject, status: { readonly [field: string]: unknown }): Write | undefined {
  const existing = asObject(object['status']) ?? {};
  const wanted = keepConditionOrder(existing, status);
  if (deepEqual(existing, wanted)) return undefined;
  const patch = mergePatchOf(existing, wanted);
  return patch === undefined
    ? undefined
    : { verb: 'patch', of: object, patch: { status: patch }, subresource: 'status' };
}

/** The annotations of ours that say who acts. With `isPaused` no controller of Cluster API acts on the object. */
export function authorityMarks(
  existing: KubeObject | undefined,
  authority: Authority,
  isPaused: boolean,
): Readonly<Record<string, string | null>> {
  const paused = existing?.metadata.annotations?.[annotations.paused] ?? '';
  return { [annotations.authority]: authority, [annotations.paused]: isPaused ? paused : null };
}

/** The labels of ours on a Cluster API object. */
export function mirrorLabels(): StringMap {
  return { [mirrorLabel]: '' };
}

/** As `mirrorLabels`, for a Machine and its infra machine; `setName` where a set owns it. */
export function machineMirrorLabels(setName: string | undefined): Readonly<Record<string, string | null>> {
  return { ...mirrorLabels(), [setNameLabel]: setName === undefined ? null : labelValue(setName) };
}

/** The Cluster as the owner of what no set owns; as the in-tree controller writes it. */
export function clusterOwner({ cluster }: Pick<Environment, 'cluster'>): OwnerReference[] {
  if (cluster === undefined) return [];
  const { name, uid = '' } = cluster.metadata;
  return [{ apiVersion: clusterApiVersion, kind: 'Cluster', name, uid, controller: false, blockOwnerDeletion: true }];
}

/**
 * The write that marks the Cluster API half of a pair where Cluster API acts, and holds it; undefined where that is done. One that is
 * being handed over to Machine API has another `marker` by then.
 */
export function holdWrite(object: KubeObject, marker: Authority = 'ClusterAPI'): Write | undefined {
  const { labels = {}, annotations: notes = {} } = object.metadata;
  const held = finalizersOf(object);
  const metadata = {
    ...(labels[mirrorLabel] === undefined && { labels: { [mirrorLabel]: '' } }),
    ...(notes[annotations.authority] !== marker && { annotations: { [annotations.authority]: marker } }),
    ...(!held.includes(finalizers.sync) && { finalizers: [...held, finalizers.sync] }),
  };
  return Object.keys(metadata).length === 0 ? undefined : { verb: 'patch', of: object, patch: { metadata } };
}

/** The record that the source of a mirror would have, were it made of that; undefined where the way back is closed. */
export function recordOfSource(
  { toMachineApi }: Environment['conversions'],
  mirror: Converted,
  infra: Converted,
): string | undefined {
  const conversion = toMachineApi(mirror, infra);
  const [source] = conversion.ok ? conversion.objects : [];
  if (source === undefined) return undefined;
  return recordText({ labels: mapAt(source, 'labels'), annotations: mapAt(source, 'annotations') });
}

function mapAt(object: Converted, field: 'labels' | 'annotations'): StringMap {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(asObject(object.metadata[field]) ?? {})) {
    if (typeof value === 'string') found[key] = value;
  }
  return found;
}
