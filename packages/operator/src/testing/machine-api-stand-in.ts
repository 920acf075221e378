import {
  type Clock,
  createInformer,
  createRateLimiter,
  createWorkQueue,
  type Informer,
  isConflict,
  type KubeClient,
  type KubeObject,
  keyOf,
  type Logger,
  type Random,
  runController,
  silentLogger,
  type WorkQueue,
} from '@capstan/kube';
import { machineApiVersion } from '../names.ts';
import type { StandInBacking } from './stand-in/backing.ts';
import { createStandInCloud, type StandInCloud } from './stand-in/cloud.ts';
import { controllingSetOf } from './stand-in/machine-set.ts';
import { type StandInPlatform, standInPlatforms } from './stand-in/platform.ts';
import { reconcileMachine, reconcileMachineSet } from './stand-in/reconcile.ts';
import { standInName } from './stand-in/step.ts';

/** What the stand-in needs. */
export interface StandInOptions {
  /** Whose identity it has is for the caller to say. */
  readonly client: KubeClient;
  /** Where the Machines are. */
  readonly namespace: string;
  /** An empty one by default; one that outlives the stand-in for restarts. */
  readonly cloud?: StandInCloud;
  /** Where the instances really are; by default they are in memory alone. */
  readonly backing?: StandInBacking | undefined;
  /** AWS by default. */
  readonly platform?: StandInPlatform;
  /** False to write only `status.authoritativeAPI` and Paused: no instances, no phases, no Machines of MachineSets. */
  readonly phases?: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Logger;
  /** Ends it, as `stop` does. */
  readonly signal?: AbortSignal;
}

/** A stand-in that runs. */
export interface StandIn {
  readonly cloud: StandInCloud;
  /** Resolves when nothing is being done any more. */
  stop(): Promise<void>;
}

/**
 * Starts the stand-in for Machine API's controllers, which are not to be had as a module: it writes to Machines and MachineSets
 * what they would, with instances in a cloud in memory, or in one that `backing` is. Resolves when it has seen all that there is; rejects with the signal's
 * reason when aborted before.
 */
export async function startMachineApiStandIn(options: StandInOptions): Promise<StandIn> {
  const { client, namespace, clock, random, log = silentLogger } = options;
  const { cloud = createStandInCloud(), backing, platform = standInPlatforms.AWS, phases = true } = options;
  const parts = { client, namespace, cloud, backing, platform, phases, clock, random, log };
  const stopping = new AbortController();
  const signal = options.signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, options.signal]);

  const machines = informerOf(options, 'Machine', 'machines', {
    set: (machine: KubeObject) => [controllingSetOf(machine)?.uid ?? ''],
  });
  const sets = informerOf(options, 'MachineSet', 'machinesets', {});
  const machineQueue = createWorkQueue(clock);
  const setQueue = createWorkQueue(clock);
  machines.follow(({ before, after }) => {
    for (const machine of [before, after]) {
      if (machine === undefined) continue;
      machineQueue.add(keyOf(machine));
      const set = controllingSetOf(machine);
      if (set !== undefined) setQueue.add(`${namespace}/${set.name}`);
    }
  });
  sets.follow(({ before, after }) => setQueue.add(keyOf(after ?? before)));

  const ended = Promise.all([machines.run(signal), sets.run(signal)]);
  const stop = async (): Promise<void> => {
    stopping.abort(new Error('the stand-in for Machine API has been stopped'));
    await ended;
  };
  try {
    await Promise.all([machines.synced(signal), sets.synced(signal)]);
  } catch (error) {
    await stop();
    throw error;
  }
  const controllers = [
    control('machine', machineQueue, { clock, log, signal }, async (key, signal) => {
      const machine = machines.store.get(key);
      if (machine !== undefined) await reconcileMachine(machine, parts, signal);
    }),
    control('machineset', setQueue, { clock, log, signal }, async (key, signal) => {
      const set = sets.store.get(key);
      if (set === undefined) return;
      const owned = machines.store.byIndex('set', set.metadata.uid ?? '');
      await reconcileMachineSet(set, owned, parts, signal);
    }),
  ];
  return {
    cloud,
    async stop() {
      await Promise.all([stop(), ...controllers]);
    },
  };
}

function informerOf<I extends string>(
  { client, namespace, clock, random, log = silentLogger }: StandInOptions,
  kind: string,
  plural: string,
  indices: { readonly [Name in I]: (object: KubeObject) => readonly string[] },
): Informer<I> {
  const path = `/apis/${machineApiVersion}/namespaces/${namespace}/${plural}`;
  return createInformer({
    transport: client.transport,
    target: { path, apiVersion: machineApiVersion, kind },
    indices,
    clock,
    random,
    onTrouble: (error) => log.warn({ error, plural }, 'a watch has ended and is begun again'),
  });
}

function control(
  kind: string,
  queue: WorkQueue,
  { signal, clock, log }: Pick<Required<StandInOptions>, 'signal' | 'clock' | 'log'>,
  look: (key: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  return runController({
    name: `${standInName}-${kind}`,
    queue,
    limiter: createRateLimiter({ mostMs: 5_000 }),
    reconcile: async (key, { signal }) => {
      try {
        await look(key, signal);
        return undefined;
      } catch (error) {
        // The cache was behind, which is no failure: the change is on its way.
        if (isConflict(error)) return { requeueAfterMs: 20 };
        throw error;
      }
    },
    signal,
    clock,
    log,
    workers: 8,
  });
}
