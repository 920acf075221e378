import type { AnyPlatform } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Namespaces } from '../names.ts';
import type { Standing } from '../standing/standing.ts';
import type { MoveName } from './object-name.ts';

/** All that a move is planned and judged by, read live. */
export interface MoveFacts {
  readonly namespaces: Namespaces;
  readonly now: Date;
  readonly platform: AnyPlatform | undefined;
  /** The infrastructure name; '' where it is not known. */
  readonly clusterName: string;
  /** Whether an operator may act in this cluster, as it would find itself. */
  readonly standing: Standing;
  readonly lease: KubeObject | undefined;
  readonly clusterVersion: KubeObject | undefined;
  readonly clusterOperators: readonly KubeObject[];
  readonly machines: readonly KubeObject[];
  readonly machineSets: readonly KubeObject[];
  readonly capiMachines: readonly KubeObject[];
  readonly capiMachineSets: readonly KubeObject[];
  readonly infraMachines: readonly KubeObject[];
  /** Of both APIs. */
  readonly healthChecks: readonly KubeObject[];
  readonly autoscalers: readonly KubeObject[];
  /** The names of MachineSets that a selector selects; undefined where none was given. */
  readonly selected: ReadonlySet<string> | undefined;
}

/** What depends on what is to move. */
export interface PlannedFacts {
  /** Secrets by `namespace/name`. */
  readonly secrets: ReadonlyMap<string, 'there' | 'missing' | 'unknown'>;
  /** What the caller may not do, of what a run has to do. */
  readonly deniedRights: readonly { readonly verb: string; readonly resource: string; readonly namespace: string }[];
  /** What the API server said when each change was tried without storing it. */
  readonly answers: readonly DryRunAnswer[];
}

/** What became of a change that was tried. */
export interface DryRunAnswer {
  readonly of: MoveName;
  /** The server's words where it refused. */
  readonly refusal: string | undefined;
  readonly warnings: readonly string[];
}
