import { isNotFound, type KubeObject, type Recorder, runWhileLeading } from '@capstan/kube';
import { leaseName } from '../names.ts';
import { describeHolder } from '../standing/describe-holder.ts';
import type { ProcessParts } from './process-parts.ts';
import type { OperatorSettings } from './settings.ts';

/** What leading needs. */
export interface LeadOptions extends ProcessParts {
  readonly settings: Pick<OperatorSettings, 'lease' | 'namespaces'>;
  /** Another at every start of a process: `POD_UUID`. */
  readonly identity: string;
  readonly recorder: Recorder;
  /** Told whether this process leads, and who does. */
  readonly onLeader: (isLeader: boolean, holder: string) => void;
}

/**
 * Runs `work` while this process has the Lease that sync and migration share with the in-tree controllers, and says who has it
 * while it waits. Resolves when the work has ended.
 */
export async function lead(
  options: LeadOptions,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { client, clock, random, log, metrics, settings, identity, onLeader } = options;
  const { lease, namespaces } = settings;
  if (lease === undefined) return work(signal);
  const ending = await runWhileLeading(
    {
      ...lease,
      client,
      clock,
      random,
      signal,
      identity,
      namespace: namespaces.clusterApi,
      name: leaseName,
      onHolder(holder) {
        onLeader(holder === identity, holder);
        metrics.leading(leaseName, holder === identity);
        if (holder !== identity && holder !== '') void tellHolder(options, holder);
      },
      onTrouble: (error) => log.warn({ error, lease: leaseName }, 'the Lease could not be asked for or renewed'),
    },
    async (leading) => {
      log.info({ identity, lease: leaseName }, 'holding the Lease');
      await work(leading);
    },
  );
  onLeader(false, '');
  metrics.leading(leaseName, false);
  if (ending === 'lost') log.warn({ lease: leaseName }, 'the Lease was lost; nothing is written until it is back');
}

async function tellHolder({ client, log, recorder, settings }: LeadOptions, holder: string): Promise<void> {
  const { message, hint } = describeHolder(holder, settings.namespaces.clusterApi);
  log.info({ holder, hint }, message);
  const ref = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace: settings.namespaces.clusterApi,
    name: leaseName,
  };
  const object: KubeObject | undefined = await client.get(ref).catch((error: unknown) => {
    if (!isNotFound(error)) log.debug({ error }, 'the Lease could not be read');
    return undefined;
  });
  if (object === undefined) return;
  recorder.record({ object, type: 'Normal', reason: 'WaitingForLease', action: 'Wait', note: `${message}. ${hint}` });
}
