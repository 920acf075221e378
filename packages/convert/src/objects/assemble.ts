import type { JsonObject } from '@capstan/api';
import { asObject, sortKeys } from '../mapping/json.ts';
import type { Parts } from '../mapping/parts.ts';
import type { ClusterFacts, ConvertedObject } from './context.ts';
import { derivedLabelsOf } from './derived-labels.ts';
import * as keys from './keys.ts';
import { labelValue, templateNameOf } from './names.ts';
import type { Owner } from './owner.ts';
import type { Platform } from './platform.ts';
import type { ObjectKind } from './take-apart.ts';

interface Converted {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly parts: Parts;
  readonly carried: string | undefined;
  readonly owner: Owner | undefined;
}

/** Puts Cluster API objects together. Nothing here pauses them: that is up to who writes them. */
export function assembleClusterApi<F>(
  platform: Platform<F>,
  cluster: ClusterFacts,
  converted: Converted,
): ConvertedObject[] {
  const { kind, name, parts, carried } = converted;
  const { machineKind, templateKind, apiVersion } = platform.infra;
  const namespace = cluster.clusterApiNamespace;
  const infraSpec = sorted(parts.value);
  // Its keys are sorted, so its JSON is the canonical one.
  const infraName = kind === 'Machine' ? name : templateNameOf(name, JSON.stringify(infraSpec));
  const infraKind = kind === 'Machine' ? machineKind : templateKind;
  const machineSpec = {
    ...asObject(parts.$machine),
    infrastructureRef: { apiGroup: apiVersion.split('/')[0] ?? '', kind: infraKind, name: infraName },
  };
  const core = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind };
  if (kind === 'Machine') {
    const { labels: all, annotations } = metadataOf(parts.$meta);
    const labels = withoutSetName(all, converted.owner);
    return [
      { apiVersion, kind: infraKind, metadata: metadata(name, namespace, labels, annotations), spec: infraSpec },
      {
        ...core,
        metadata: metadata(name, namespace, labels, withCarried(annotations, carried)),
        spec: sorted(machineSpec),
      },
    ];
  }
  const { labels, annotations } = metadataOf(parts.$setMeta);
  const marks = { [keys.machineSetLabel]: labelValue(name) };
  const spec = { ...asObject(parts.$set), template: { metadata: parts.$meta, spec: machineSpec } };
  return [
    {
      apiVersion,
      kind: infraKind,
      metadata: metadata(infraName, namespace, marks, { [keys.madeBy]: 'capstan' }),
      spec: { template: { spec: infraSpec } },
    },
    { ...core, metadata: metadata(name, namespace, labels, withCarried(annotations, carried)), spec: sorted(spec) },
  ];
}

/** Puts a Machine API object together, with ClusterAPI as its authority: the object that it was made from acts. */
export function assembleMachineApi<F>(
  platform: Platform<F>,
  facts: F,
  cluster: ClusterFacts,
  converted: Converted & { readonly infraStatus: JsonObject | undefined },
): ConvertedObject[] {
  const { kind, name, parts, carried, infraStatus } = converted;
  const core = { apiVersion: 'machine.openshift.io/v1beta1', kind };
  const machineSpec = {
    ...asObject(parts.$machine),
    authoritativeAPI: 'ClusterAPI',
    providerSpec: { value: parts.value },
  };
  if (kind === 'Machine') {
    const { labels, annotations } = metadataOf(parts.$meta);
    const withDerived = { ...labels, ...derivedLabelsOf(platform, parts, facts) };
    const state = infraStatus?.['instanceState'];
    const withState =
      typeof state === 'string' && state !== '' ? { ...annotations, [keys.instanceState]: state } : annotations;
    const meta = metadata(name, cluster.machineApiNamespace, withDerived, withCarried(withState, carried));
    return [{ ...core, metadata: meta, spec: sorted(machineSpec) }];
  }
  const { labels, annotations } = metadataOf(parts.$setMeta);
  const meta = metadata(name, cluster.machineApiNamespace, labels, withCarried(annotations, carried));
  const spec = {
    ...asObject(parts.$set),
    authoritativeAPI: 'ClusterAPI',
    template: { metadata: parts.$meta, spec: machineSpec },
  };
  return [{ ...core, metadata: meta, spec: sorted(spec) }];
}

/**
 * The label that names the owning set goes with the owner reference, which only the operator can write: a machine with
 * one and not the other would come back with a label that it never had.
 */
function withoutSetName(labels: JsonObject | undefined, owner: Owner | undefined): JsonObject | undefined {
  if (labels === undefined || owner === undefined) return labels;
  const { [keys.setName]: _, ...others } = labels;
  return others;
}

function metadataOf(part: unknown): { labels: JsonObject | undefined; annotations: JsonObject | undefined } {
  const meta = asObject(part);
  return { labels: asObject(meta?.['labels']), annotations: asObject(meta?.['annotations']) };
}

function metadata(
  name: string,
  namespace: string,
  labels: JsonObject | undefined,
  annotations: JsonObject | undefined,
): ConvertedObject['metadata'] {
  return {
    name,
    namespace,
    ...(labels !== undefined && Object.keys(labels).length > 0 && { labels: sorted(labels) }),
    ...(annotations !== undefined && Object.keys(annotations).length > 0 && { annotations: sorted(annotations) }),
  };
}

function withCarried(annotations: JsonObject | undefined, carried: string | undefined): JsonObject | undefined {
  return carried === undefined ? annotations : { ...annotations, [keys.carried]: carried };
}

/** A copy with sorted keys and without undefined, so that output does not depend on the order of keys in the input. */
function sorted(value: unknown): JsonObject {
  return asObject(sortKeys(value)) ?? {};
}
