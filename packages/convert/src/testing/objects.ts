import type { Json, JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import type { Parts } from '../mapping/parts.ts';
import { setName } from '../objects/keys.ts';
import { labelValue } from '../objects/names.ts';
import type { Owner } from '../objects/owner.ts';

/** Puts generated parts together to the objects that a user would have; the inverse of objects/take-apart.ts. */
export function mapiObject(kind: 'Machine' | 'MachineSet', parts: Parts): JsonObject {
  const machine = { ...asObject(parts.$machine), providerSpec: { value: value(parts.value) } };
  const meta = asObject(kind === 'Machine' ? parts.$meta : parts.$setMeta);
  return object('machine.openshift.io/v1beta1', kind, {
    metadata: { ...withoutOwners(meta), name: 'set', namespace: 'openshift-machine-api' },
    spec:
      kind === 'Machine'
        ? machine
        : { ...asObject(parts.$set), template: { metadata: value(parts.$meta), spec: machine } },
  });
}

/** As `mapiObject`, for Cluster API: the object and its infra machine or template. */
export function capiObjects(
  kind: 'Machine' | 'MachineSet',
  parts: Parts,
  infraKind: string,
  infraVersion: string,
): [JsonObject, JsonObject] {
  const infraName = kind === 'Machine' ? 'set' : 'set-template';
  const suffix = kind === 'Machine' ? '' : 'Template';
  const reference = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: infraKind + suffix, name: infraName };
  const machine = { ...asObject(parts.$machine), infrastructureRef: reference };
  const meta = asObject(kind === 'Machine' ? parts.$meta : parts.$setMeta);
  return [
    object('cluster.x-k8s.io/v1beta2', kind, {
      metadata: { ...withoutOwners(meta), name: 'set', namespace: 'openshift-cluster-api' },
      spec:
        kind === 'Machine'
          ? machine
          : { ...asObject(parts.$set), template: { metadata: value(parts.$meta), spec: machine } },
    }),
    object(infraVersion, infraKind + suffix, {
      metadata: { name: infraName, namespace: 'openshift-cluster-api' },
      spec: kind === 'Machine' ? value(parts.value) : { template: { spec: value(parts.value) } },
    }),
  ];
}

/** What the operator does with a converted object's owner: a reference to the set, in Cluster API with a label beside it. */
export function withOwner(target: JsonObject, owner: Owner | undefined, apiVersion: string): JsonObject {
  if (owner === undefined) return target;
  const { kind, name, controller, blockOwnerDeletion } = owner;
  const reference = { apiVersion, kind, name, uid: 'u', controller, blockOwnerDeletion };
  const metadata = asObject(target['metadata']);
  const isClusterApi = apiVersion.startsWith('cluster.x-k8s.io/');
  const labels = { ...asObject(metadata?.['labels']), ...(isClusterApi && { [setName]: labelValue(name) }) };
  return { ...target, metadata: { ...metadata, labels, ownerReferences: [reference] } };
}

function object(apiVersion: string, kind: string, body: JsonObject): JsonObject {
  return { apiVersion, kind, ...body };
}

function value(part: unknown): Json {
  return asObject(part) ?? {};
}

function withoutOwners(meta: JsonObject | undefined): JsonObject {
  const { ownerReferences: _, ...rest } = meta ?? {};
  return rest;
}
