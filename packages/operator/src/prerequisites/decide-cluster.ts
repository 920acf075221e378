import type { JsonObject } from '@capstan/api';
import { asObject, type ClusterAround, type ConvertedObject, deepEqual, isObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations, maker } from '../names.ts';
import { clusterStatusPatch } from './cluster-status.ts';

/** What is known before anything is decided about the Cluster and its infra cluster. */
export interface ClusterView {
  /** What they would be. */
  readonly around: ClusterAround;
  readonly cluster: KubeObject | undefined;
  readonly infraCluster: KubeObject | undefined;
  /** Whether an object that the infra cluster refers to is there. */
  readonly isThere: (object: ConvertedObject) => boolean;
  /** RFC 3339. */
  readonly now: string;
}

/** What to do about them. */
export type ClusterPlan =
  | { readonly kind: 'blocked' }
  | {
      readonly kind: 'write';
      /** In this order. */
      readonly creates: readonly ConvertedObject[];
      /** Merge patches of the status of what is there already. */
      readonly infraStatus?: JsonObject;
      readonly clusterStatus?: object;
    };

/**
 * Makes what is absent and keeps the status of what is ours; what somebody else made is never touched. Nothing is added to, or
 * changed on, anything that is being deleted.
 */
export function decideCluster({ around, cluster, infraCluster, isThere, now }: ClusterView): ClusterPlan {
  if (isDeleting(cluster) || isDeleting(infraCluster)) return { kind: 'write', creates: [] };
  const hasErrors = around.issues.some(({ severity }) => severity === 'error');
  const mayMakeInfra = infraCluster === undefined && !refersElsewhere(cluster, around.infraCluster);
  if (hasErrors && (mayMakeInfra || cluster === undefined)) return { kind: 'blocked' };
  const isOurs = infraCluster !== undefined && annotationOf(infraCluster, annotations.managedBy) === maker;
  const creates = around.objects.filter((object) => {
    if (object.kind === 'Cluster') return cluster === undefined;
    if (object.kind === around.infraCluster['kind']) return mayMakeInfra;
    return (mayMakeInfra || isOurs) && !isThere(object);
  });
  const isWritten = isOurs && !hasErrors && !covers(infraCluster['status'], around.infraStatus);
  const isReady = infraCluster !== undefined && (isWritten || saysReady(infraCluster));
  const isClusterOurs = cluster !== undefined && annotationOf(cluster, annotations.madeBy) === maker;
  const clusterStatus = isClusterOurs ? clusterStatusPatch(cluster, isReady, now) : undefined;
  return {
    kind: 'write',
    creates: creates.map(marked),
    ...(isWritten && { infraStatus: around.infraStatus }),
    ...(clusterStatus !== undefined && { clusterStatus }),
  };
}

/** True for a plan by which all is as it should be. */
export function isEmpty(plan: ClusterPlan): boolean {
  if (plan.kind === 'blocked') return false;
  return plan.creates.length === 0 && plan.infraStatus === undefined && plan.clusterStatus === undefined;
}

/** The Cluster has nothing else to tell ours from another's; the infra cluster has who manages it. */
function marked(object: ConvertedObject): ConvertedObject {
  if (object.kind !== 'Cluster') return object;
  const marks = { ...asObject(object.metadata['annotations']), [annotations.madeBy]: maker };
  return { ...object, metadata: { ...object.metadata, annotations: marks } };
}

/** A Cluster of another infra cluster needs none of ours. */
function refersElsewhere(cluster: KubeObject | undefined, infraCluster: JsonObject): boolean {
  const ref = asObject(asObject(cluster?.['spec'])?.['infrastructureRef']);
  if (ref === undefined) return false;
  return ref['kind'] !== infraCluster['kind'] || ref['name'] !== textAt(infraCluster, 'metadata', 'name');
}

/** As Cluster API reads it, by either version of the contract. */
function saysReady(infraCluster: KubeObject): boolean {
  const status = asObject(infraCluster['status']);
  return status?.['ready'] === true || asObject(status?.['initialization'])?.['provisioned'] === true;
}

/** True where a value has all that is wanted; it may have more. */
function covers(found: unknown, wanted: unknown): boolean {
  if (!isObject(wanted)) return deepEqual(found, wanted);
  return isObject(found) && Object.keys(wanted).every((key) => covers(found[key], wanted[key]));
}

function annotationOf({ metadata }: KubeObject, key: string): string | undefined {
  return metadata.annotations?.[key];
}

function isDeleting(object: KubeObject | undefined): boolean {
  return object?.metadata.deletionTimestamp !== undefined;
}
