import type { AnyPlatform, Issue } from '@capstan/convert';
import type { Change, Clock, KubeClient, KubeObject, Outcome, Recorder, Store, Transport } from '@capstan/kube';
import type { SourceStores } from '../cluster-sources.ts';
import type { Namespaces } from '../names.ts';

/** The caches that prerequisites follow; all have to be synced before the first look. */
export interface PrerequisiteStores extends SourceStores {
  /** Cluster API's Clusters. */
  readonly clusters: Store;
  /** The platform's infra clusters. */
  readonly infraClusters: Store;
}

/** Where a change comes from: one of the caches, or the Infrastructure object. */
export type SourceName = keyof PrerequisiteStores | 'infrastructure';

/** What the machines of Cluster API need around them, kept there: one controller. */
export interface Prerequisite {
  /** For queues, metrics and logs. */
  readonly name: string;
  /** What to look at first, once the caches are synced. */
  startKeys(): readonly string[];
  /** What to look at because of a change. */
  keysOf(source: SourceName, change: Change): readonly string[];
  /** Looks, decides and writes; throws `TerminalError` where only another input helps. */
  reconcile(key: string, signal: AbortSignal): Promise<Outcome>;
}

/** Something that a user should know. One that stays the same is told once. */
export interface Notice {
  /** A warning becomes an event of `object` as well. */
  readonly type: 'Normal' | 'Warning';
  readonly object: KubeObject;
  readonly reason: string;
  readonly note: string;
  /** What is in the way, where it is a conversion. */
  readonly issues?: readonly Issue[];
}

/** What the prerequisites work with. */
export interface PrerequisiteDeps {
  readonly client: Pick<KubeClient, 'get' | 'create' | 'mergePatch'>;
  /** For the one request that no object stands for: a token. */
  readonly transport: Pick<Transport, 'request'>;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  /** The Infrastructure object as last seen. */
  readonly infrastructure: () => KubeObject;
  readonly stores: PrerequisiteStores;
  /** The authorities that our own connection trusts, as PEM; undefined for those of the system. */
  readonly certificateAuthority: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly onNotice: (notice: Notice) => void;
  readonly recorder?: Pick<Recorder, 'record'> | undefined;
}

/** How often things are looked at that no cache follows. */
export const refreshMs = 600_000;

/** How soon to look again for what somebody else has to make. */
export const missingMs = 60_000;

/** Who writes these objects, as the API server remembers it. */
export const fieldManager = 'capstan-prerequisites';
