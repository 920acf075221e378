import type { Clock, KubeClient, KubeObject, Logger, Metrics, Recorder } from '@capstan/kube';
import type { Caches } from '../caches.ts';
import { createPassController, type PassController } from '../engine/controller.ts';
import { type Pass, type PassEnd, type PassTools, runPass } from '../engine/run-pass.ts';
import { templateLabel } from '../names.ts';
import type { EnvironmentSource } from './environment-source.ts';
import { machinePass } from './machine/pass.ts';
import { scaledSet } from './machine-set/autoscaled-by.ts';
import { machineSetPass } from './machine-set/pass.ts';
import type { Environment } from './shared/environment.ts';
import { isDeleting, isPaused, setOwnerOf, statusOf } from './shared/object.ts';
import { failureOf } from './shared/synchronized.ts';

/** What the sync controllers need. */
export interface SyncOptions {
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly environment: EnvironmentSource;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics;
  /** By controller: `machine-sync-controller` and `MachineSetSyncController`. */
  recorder(controller: string): Recorder;
  readonly workers: { readonly machines: number; readonly machineSets: number };
}

/**
 * Keeps Machines and MachineSets of both APIs in step until `signal` is aborted. To be called with caches that are synced; what is
 * there is looked at first.
 */
export async function runSync(options: SyncOptions, signal: AbortSignal): Promise<void> {
  const { caches, environment } = options;
  const machines = controller(options, machinePass, {
    name: 'MachineSyncController',
    recorder: 'machine-sync-controller',
    workers: options.workers.machines,
  });
  const sets = controller(options, machineSetPass, {
    name: 'MachineSetSyncController',
    recorder: 'MachineSetSyncController',
    workers: options.workers.machineSets,
  });
  const everything = (): void => {
    for (const cache of [caches.machineSets, caches.capiMachineSets]) {
      for (const { metadata } of cache.informer.store.list()) sets.add(metadata.name);
    }
    for (const cache of [caches.machines, caches.capiMachines, caches.infraMachines]) {
      for (const { metadata } of cache.informer.store.list()) machines.add(metadata.name);
    }
  };
  const stops = [...followMachines(caches, machines), ...followSets(caches, sets, machines)];
  environment.onChange(everything);
  everything();
  try {
    await Promise.all([sets.run(signal), machines.run(signal)]);
  } finally {
    for (const stop of stops) stop();
  }
}

function controller<S, Slot extends string>(
  options: SyncOptions,
  passOf: (name: string, caches: Caches, env: Environment) => Pass<S, Slot>,
  { name, recorder, workers }: { readonly name: string; readonly recorder: string; readonly workers: number },
): PassController {
  const { client, caches, environment, clock, log, metrics } = options;
  return createPassController({
    name,
    workers,
    clock,
    log,
    metrics,
    recorder: options.recorder(recorder),
    applier: { client, fieldManager: name, latestOf: caches.latestOf, transform: caches.transform },
    async look(key: string, tools: PassTools): Promise<PassEnd> {
      const env = environment.current();
      if (env === undefined) return { kind: 'wait', for: 'the Infrastructure object' };
      return runPass(passOf(key, caches, env), tools);
    },
  });
}

/** Which Machine an event is about. What sync wrote itself it knows. */
function followMachines(caches: Caches, machines: PassController): (() => void)[] {
  return [caches.machines, caches.capiMachines, caches.infraMachines].map(({ latest }) =>
    latest.follow(({ after, before, isOwn }) => {
      if (!isOwn) machines.add((after ?? before).metadata.name, 1);
    }),
  );
}

/** Which MachineSets and Machines an event of a set is about: its members follow what it is, not what it asks for. */
function followSets(caches: Caches, sets: PassController, machines: PassController): (() => void)[] {
  const membersOf = (name: string): readonly KubeObject[] => [
    ...caches.machines.informer.store.byIndex('set', name),
    ...caches.capiMachines.informer.store.byIndex('set', name),
  ];
  const follow = [caches.machineSets, caches.capiMachineSets].map(({ latest }) =>
    latest.follow(({ before, after, isOwn }) => {
      const { name } = (after ?? before).metadata;
      if (!isOwn) sets.add(name, 1);
      const isOther =
        before === undefined ||
        after === undefined ||
        isDeleting(before) !== isDeleting(after) ||
        isPaused(before) !== isPaused(after) ||
        hasAuthority(before) !== hasAuthority(after) ||
        failureOf(before)?.message !== failureOf(after)?.message;
      if (isOther) for (const { metadata } of membersOf(name)) machines.add(metadata.name);
    }),
  );
  const templates = caches.infraTemplates.latest.follow(({ before, after, isOwn }) => {
    if (isOwn) return;
    const marked = (after ?? before).metadata.labels?.[templateLabel];
    if (marked !== undefined && !marked.startsWith('hash_')) return sets.add(marked, 1);
    // The label holds a hash of a long name, and a user's own template has none: sets are few, so all of them look.
    for (const { metadata } of caches.capiMachineSets.informer.store.list()) sets.add(metadata.name, 1);
  });
  // A set that is going waits for members that the other API acts on.
  const members = (
    [
      [caches.machines, caches.machineSets, 'machine.openshift.io'],
      [caches.capiMachines, caches.capiMachineSets, 'cluster.x-k8s.io'],
    ] as const
  ).map(([machineCache, setCache, group]) =>
    machineCache.latest.follow(({ before, after }) => {
      const object = after ?? before;
      const owner = setOwnerOf(object, group);
      const set = owner && setCache.informer.store.get(`${object.metadata.namespace}/${owner.name}`);
      if (set !== undefined && isDeleting(set)) sets.add(set.metadata.name);
    }),
  );
  const autoscalers = caches.machineAutoscalers?.informer.follow(({ before, after }) => {
    for (const object of [before, after]) {
      const set = object && scaledSet(object);
      if (set !== undefined) sets.add(set, 1);
    }
  });
  return [...follow, templates, ...members, ...(autoscalers === undefined ? [] : [autoscalers])];
}

function hasAuthority(set: KubeObject): boolean {
  return statusOf(set)['authoritativeAPI'] !== undefined;
}
