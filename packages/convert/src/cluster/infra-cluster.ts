import type { JsonObject, ObjectShape } from '@capstan/api';
import type { Problem } from '../mapping/issue.ts';
import type { ClusterFacts, ConvertedObject } from '../objects/context.ts';

/** What is known of a cluster that has no infra cluster yet. */
export interface ClusterSources {
  /** The Infrastructure object, with its status. */
  readonly infrastructure: JsonObject;
  /** The provider spec that stands for the cluster's own values; undefined where no machine is known. */
  readonly provider: ProviderSource | undefined;
  /** Machine API Machines and MachineSets, in the order of their names. */
  readonly machines: readonly JsonObject[];
  readonly cluster: ClusterFacts;
}

/** A provider spec, and whether it is a control plane machine's. */
export interface ProviderSource {
  readonly value: JsonObject;
  readonly isControlPlane: boolean;
  /** The control plane Machine that it is of; absent where it is a ControlPlaneMachineSet's or a worker's. */
  readonly machine?: string;
}

/** How a platform's infra cluster follows from what Machine API knows. */
export interface InfraClusterRules {
  readonly shapes: { readonly spec: ObjectShape; readonly status: ObjectShape };
  /** Every field of the derived spec and status, by path such as `spec.location`, and where its value is from: for docs. */
  readonly fields: readonly { readonly path: string; readonly from: string }[];
  /** The kinds of `others`, all of the group of the infra cluster and without a namespace: whoever makes them wants the right to. */
  readonly otherKinds?: readonly string[];
  derive(sources: ClusterSources): DerivedInfraCluster;
  /**
   * Where the provider's controller does not look at `cluster.x-k8s.io/managed-by` and manages the infra cluster all the same: what it
   * does to it, as a sentence without its period. Absent: it keeps away.
   */
  readonly managedAnyway?: string;
}

/** An infra cluster as a platform derives it; what is alike on every platform is added in around.ts. */
export interface DerivedInfraCluster {
  /** `controlPlaneEndpoint` is added where the shape has it and this does not. */
  readonly spec: JsonObject;
  /** What its manager has to write, since the provider's controller keeps away; `ready: true` is added. */
  readonly status?: JsonObject;
  /** Objects that the spec refers to, such as an identity; never secrets. */
  readonly others?: readonly ConvertedObject[];
  readonly problems?: readonly ClusterProblemAt[];
}

/** What is wrong with, or missing from, one of the sources. */
export interface ClusterProblemAt {
  readonly object: 'infrastructure' | 'provider';
  readonly problem: Problem;
}
