import { type Clock, createRecorder, type KubeClient, type Logger, type Recorder } from '@capstan/kube';

/** What events are written with. */
export interface RecorderParts {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** Which process: the pod's name. */
  readonly instance: string;
}

/** A recorder of the events of one controller, by its name, until `signal` is aborted. An event that is lost is logged. */
export function recorderOf(
  { client, clock, log, instance }: RecorderParts,
  controller: string,
  signal: AbortSignal,
): Recorder {
  const onTrouble = (error: unknown) => log.warn({ error, controller }, 'an event was lost');
  return createRecorder({ client, controller, instance, clock, signal, onTrouble });
}
