import type { AnyPlatform } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Namespaces } from '../names.ts';
import type { Obstacle } from '../standing/standing.ts';

/** What a look at a cluster may not have shown: a right is missing, or it is not in the files. */
export type Source =
  | 'machine-api'
  | 'cluster-api'
  | 'infra'
  | 'autoscalers'
  | 'secrets'
  | 'lease'
  | 'standing'
  | 'policies'
  | 'controllers'
  | 'clock';

/** A secret that machines need, and whether it is there. */
export interface SecretFact {
  readonly namespace: string;
  readonly name: string;
  readonly state: 'there' | 'missing' | 'unknown';
  /** Who names it: machines and sets. */
  readonly neededBy: readonly KubeObject[];
  readonly what: string;
}

/** All that the checks look at: of a live cluster or of files, in one form. */
export interface DoctorFacts {
  readonly origin: 'cluster' | 'files';
  readonly namespaces: Namespaces;
  /** The time there: the server's, or of files the newest that is in them. */
  readonly now: Date;
  /** This machine's clock when the server said `now`; undefined for files. */
  readonly localNow: Date | undefined;
  readonly platform: AnyPlatform | undefined;
  readonly infrastructure: KubeObject | undefined;
  /** What keeps the operator from acting; undefined where nothing is known to. */
  readonly obstacle: Obstacle | undefined;
  readonly lease: KubeObject | undefined;
  /** Machine API's Machines and MachineSets. */
  readonly machines: readonly KubeObject[];
  readonly machineSets: readonly KubeObject[];
  readonly controlPlaneMachineSets: readonly KubeObject[];
  readonly capiMachines: readonly KubeObject[];
  readonly capiMachineSets: readonly KubeObject[];
  readonly infraMachines: readonly KubeObject[];
  readonly templates: readonly KubeObject[];
  readonly clusters: readonly KubeObject[];
  readonly infraClusters: readonly KubeObject[];
  readonly autoscalers: readonly KubeObject[];
  readonly secrets: readonly SecretFact[];
  readonly policies: readonly KubeObject[];
  readonly bindings: readonly KubeObject[];
  /** Deployments of both namespaces. */
  readonly deployments: readonly KubeObject[];
  /** What could not be seen, and why. */
  readonly unseen: ReadonlyMap<Source, string>;
}
