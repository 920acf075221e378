import type { Clock, KubeClient, Logger, Metrics, Random } from '@capstan/kube';

/** What the parts of the operator share. */
export interface ProcessParts {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Which process: the pod's name, in events. */
  readonly instance: string;
  /** The authorities that our own connection trusts, as PEM; undefined for those of the system. */
  readonly certificateAuthority: string | undefined;
}
