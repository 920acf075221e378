import type { JsonObject } from '@capstan/api';

/** What every conversion needs to know of the cluster, whatever its platform. */
export interface ClusterFacts {
  /** Infrastructure.status.infrastructureName: the name of the Cluster and of its infra cluster. */
  readonly infrastructureName: string;
  readonly machineApiNamespace: string;
  readonly clusterApiNamespace: string;
  /** What the Cluster API that is converted for can hold. */
  readonly supports: {
    /** Machine and MachineSet have `spec.taints` and its feature gate is known to be on (Cluster API 1.12 and later). */
    readonly taints: boolean;
  };
}

/** What rows see: the cluster, the platform's facts (P), and the object that is being converted. */
export interface RowContext<P> {
  readonly cluster: ClusterFacts;
  readonly platform: P;
  readonly object: ObjectFacts;
}

/** The object that is being converted, as far as rows must know it. */
export interface ObjectFacts {
  readonly kind: 'Machine' | 'MachineSet';
  /** The name of a Machine; undefined for a set, whose machines have names of their own. */
  readonly machineName: string | undefined;
  /** A control plane machine: by its role label, or by Cluster API's control plane label. */
  readonly controlPlane: boolean;
  /** Keys that the set's selector uses; labels with these must stay where the selector finds them. */
  readonly selectorKeys: ReadonlySet<string>;
  /** The MachineSet that owns the machine, where one does. */
  readonly setName: string | undefined;
  /** Keys of labels that are made anew from the machine whenever it comes to Machine API; none for a MachineSet. */
  readonly derivedLabels: ReadonlySet<string>;
}

/** A Kubernetes object as converted: plain JSON, apiVersion and kind first. */
export interface ConvertedObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string };
  readonly spec: JsonObject;
}
