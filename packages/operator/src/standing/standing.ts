import type { JsonObject } from '@capstan/api';
import type { AnyPlatform } from '@capstan/convert';
import type { ObjectRef } from '@capstan/kube';
import type { Namespaces } from '../names.ts';

/** Why the operator is idle. Stable: events, metrics and `doctor` show it. */
export type IdleReason =
  | 'FeatureGateOff'
  | 'FeatureGateNotListed'
  | 'PlatformFeatureGateOff'
  | 'NamespaceMissing'
  | 'InfrastructureMissing'
  | 'InfrastructureNameMissing'
  | 'PlatformUnsupported'
  | 'PlatformExcluded'
  | 'MachineAPINotServed'
  | 'AuthoritativeAPINotInSchema'
  | 'ClusterAPINotServed'
  | 'WriteRefused';

/** One thing that keeps the operator from acting, and what to do about it. */
export interface Obstacle {
  readonly reason: IdleReason;
  readonly message: string;
  readonly hint: string;
  /** The object of the cluster that has to change, where it is one: an Event about the obstacle belongs there. */
  readonly about?: ObjectRef;
}

/** The operator may act. */
export interface Acting {
  readonly act: true;
  readonly platform: AnyPlatform;
  /** The name of the Cluster and of the infra cluster. */
  readonly clusterName: string;
  /** `status.synchronizedAPI` is in the schemas of Machine and MachineSet; an annotation holds it where this is false. */
  readonly holdsSynchronizedApi: boolean;
  /** MachineAutoscalers are served: a set that one scales is marked, since its authority must not change. */
  readonly hasAutoscalers: boolean;
  /** A gate is on by flag alone, so nobody vouches that Machine API pauses: wanted is its `Paused` before any hand-over. */
  readonly isOverridden: boolean;
  /** The gate has gone off: what is Migrating is finished or cancelled and nothing else is begun. */
  readonly note?: Obstacle;
}

/** The operator may not act. */
export interface Idle extends Obstacle {
  readonly act: false;
}

/** Whether the operator may act, and if not, why. */
export type Standing = Acting | Idle;

/** A gate by its name: on or off. */
export type GateStates = ReadonlyMap<string, boolean>;

/** The cluster's gates: those of its version. */
export interface ClusterGates {
  readonly version: string | undefined;
  readonly states: GateStates;
}

/** Whether objects can be made in a namespace. */
export type NamespaceState = 'there' | 'missing' | 'terminating';

/** Which of the fields that matter the served schema of a Machine API kind has. */
export interface AuthorityFields {
  readonly spec: boolean;
  readonly status: boolean;
  readonly synchronizedApi: boolean;
}

/** What the server did not let us do: a write that was tried, or to look for an object to try it on. */
export interface Refusal {
  readonly kind: string;
  readonly verb: 'list' | 'create' | 'patch';
  /** The server's words. */
  readonly message: string;
  /** By an admission policy; otherwise for want of a right. */
  readonly isByPolicy: boolean;
}

/** All that the decision is made of. */
export interface StandingFacts {
  /** Undefined where the cluster has no FeatureGate `cluster`. */
  readonly gates: ClusterGates | undefined;
  /** From the flag; they replace what the cluster says. */
  readonly overrides: GateStates;
  /** A machine or set is changing hands at this moment. */
  readonly isMigrating: boolean;
  readonly namespaces: Namespaces;
  readonly namespaceStates: { readonly [K in keyof Namespaces]: NamespaceState };
  readonly infrastructure: JsonObject | undefined;
  /** Undefined for a kind that is not served. */
  readonly machineApi: {
    readonly Machine: AuthorityFields | undefined;
    readonly MachineSet: AuthorityFields | undefined;
  };
  /** Kinds of Cluster API, of the platform's provider and of autoscalers, as {@link kindKey} names them. */
  readonly served: ReadonlySet<string>;
  readonly refusal: Refusal | undefined;
}

/** A kind of one version, as a key. */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}
