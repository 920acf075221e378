import type { Clock, KubeClient, KubeObject, Logger, Metrics, Recorder } from '@capstan/kube';
import type { Cache, Caches } from '../caches.ts';
import { createPassController, type PassController } from '../engine/controller.ts';
import type { Decision, Notice } from '../engine/decision.ts';
import type { PassEnd, PassTools } from '../engine/run-pass.ts';
import type { Namespaces } from '../names.ts';
import type { Observe } from '../observe/observe.ts';
import type { EnvironmentSource } from '../sync/environment-source.ts';
import { courseOf } from '../sync/shared/course.ts';
import { setOwnerOf } from '../sync/shared/object.ts';
import { endOf, runLivePass } from './live-pass.ts';
import { type LookTools, lookAtMachine, lookAtMachineSet } from './look.ts';
import { decideMachineMigration } from './machine/decide.ts';
import { decideMachineSetMigration } from './machine-set/decide.ts';
import { isActive } from './shared/acknowledged.ts';
import { actingOf, decideAtRest } from './shared/decide-course.ts';
import type { Options } from './shared/hold.ts';
import { patienceMs } from './shared/obstacle.ts';
import { createWaits } from './waits.ts';

/** What the migration controllers need. */
export interface MigrationOptions extends Options {
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly environment: EnvironmentSource;
  readonly namespaces: Namespaces;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics;
  /** Told of each write; it knows the one that ends a migration. */
  readonly observe?: Pick<Observe, 'written'>;
  recorder(controller: string): Recorder;
  readonly workers: { readonly machines: number; readonly machineSets: number };
}

/**
 * Hands authority over where `spec.authoritativeAPI` asks for it, until `signal` is aborted. To be called with caches that are
 * synced: they say whom to look at; what is then decided, is decided on what the server has.
 */
export async function runMigration(options: MigrationOptions, signal: AbortSignal): Promise<void> {
  const { caches, environment, namespaces, workers } = options;
  const { machines, capiMachines, infraMachines, machineSets, capiMachineSets } = caches;
  const halfOf = (cache: Pick<Cache<string>, 'informer'>, name: string) =>
    cache.informer.store.get(`${namespaces.clusterApi}/${name}`);
  const machineController = controller(options, {
    name: 'MachineMigrationController',
    workers: workers.machines,
    cache: machines,
    clusterApiHalves: (name) => [halfOf(capiMachines, name), halfOf(infraMachines, name)],
    look: lookAtMachine,
    decide: (state) => decideMachineMigration(state, options),
  });
  const setController = controller(options, {
    name: 'MachineSetMigrationController',
    workers: workers.machineSets,
    cache: machineSets,
    clusterApiHalves: (name) => [halfOf(capiMachineSets, name)],
    look: lookAtMachineSet,
    decide: (state) => decideMachineSetMigration(state, options),
  });
  const stops = [
    ...follow([machines, capiMachines, infraMachines], ({ metadata }) => machineController.consider(metadata.name)),
    ...follow([machineSets, capiMachineSets], ({ metadata }) => setController.consider(metadata.name)),
    // A set waits for its machines to be whole.
    ...follow([machines, capiMachines], (machine) => {
      const owner = setOwnerOf(machine, machine.apiVersion.split('/')[0] ?? '');
      if (owner !== undefined) setController.consider(owner.name);
    }),
  ];
  const everything = (): void => {
    for (const { metadata } of machines.informer.store.list()) machineController.consider(metadata.name);
    for (const { metadata } of machineSets.informer.store.list()) setController.consider(metadata.name);
  };
  environment.onChange(everything);
  everything();
  try {
    await Promise.all([setController.run(signal), machineController.run(signal)]);
  } finally {
    for (const stop of stops) stop();
  }
}

/** What migration writes, sync has to act on: with the last of it the object is its own again, and nobody else may say so. */
function toldTo({ latestOf }: Caches): Caches['latestOf'] {
  return (object) => {
    const latest = latestOf(object);
    return { ...latest, writing: (key) => latest.writing(key, 'told') };
  };
}

function follow(
  caches: readonly Pick<Cache<string>, 'informer'>[],
  tell: (object: KubeObject) => void,
): (() => void)[] {
  return caches.map(({ informer }) => informer.follow(({ before, after }) => tell(after ?? before)));
}

interface Kind<S, Slot extends string> {
  readonly name: string;
  readonly workers: number;
  /** The Machine API side's. */
  readonly cache: Pick<Cache<string>, 'informer'>;
  /** The objects of Cluster API that say whether it acts, as last seen. */
  clusterApiHalves(name: string): readonly (KubeObject | undefined)[];
  look(name: string, tools: LookTools, signal: AbortSignal): Promise<S>;
  decide(state: S): Decision<Slot>;
}

interface MigrationController extends Pick<PassController, 'run'> {
  /** Looks at a name if there is anything to do: thousands of machines change all the time, and few change hands. */
  consider(name: string): void;
}

function controller<S extends { readonly mapi: KubeObject | undefined }, Slot extends string>(
  options: MigrationOptions,
  kind: Kind<S, Slot>,
): MigrationController {
  const { client, caches, environment, namespaces, clock, log, metrics } = options;
  const { name, workers } = kind;
  const waits = createWaits(() => clock.monotonic());
  /** What is remembered of a name, and where that is between the two APIs; undefined where Machine API has nothing of it. */
  const seen = (key: string) => {
    const mapi = kind.cache.informer.store.get(`${namespaces.machineApi}/${key}`);
    const halves = kind.clusterApiHalves(key);
    return mapi === undefined ? undefined : { mapi, halves, course: courseOf(mapi, halves) };
  };
  const passes = createPassController({
    name,
    workers,
    clock,
    log,
    metrics,
    recorder: options.recorder(name),
    action: 'Migrate',
    applier: { client, fieldManager: name, latestOf: toldTo(caches), transform: caches.transform },
    async look(key: string, tools: PassTools): Promise<PassEnd> {
      const env = environment.current();
      const known = seen(key);
      if (env === undefined || known === undefined) {
        waits.clear(key);
        return { kind: 'done', writes: 0 };
      }
      const { mapi, halves, course } = known;
      const notify = (object: KubeObject, notice: Notice): void => {
        if (waits.isNews(key, notice)) tools.notify(object, notice);
      };
      // Nobody wants to move it, so it is not read: thousands of machines are made and change, and few change hands.
      if (course.kind === 'settled' || course.kind === 'new') {
        const decision = decideAtRest(course, mapi, halves, env.now);
        if (decision.kind === 'done') waits.clear(key);
        if (decision.kind !== 'write') return endOf(decision, 0, mapi, { notify });
      }
      const end = await runLivePass(
        {
          look: (signal) => kind.look(key, { client, caches, env }, signal),
          decide: kind.decide,
          subject: (state) => state.mapi,
          onWritten: (state, { write }) => options.observe?.written(state.mapi, write),
        },
        { ...tools, notify },
      );
      if (end.kind === 'done') waits.clear(key);
      else if (waits.waiting(key, end.for) >= patienceMs)
        notify(mapi, { type: 'Warning', reason: 'MigrationWaiting', message: `waiting for ${end.for}` });
      return end;
    },
  });
  return {
    run: passes.run,
    consider(key) {
      const known = seen(key);
      if (known === undefined) return waits.clear(key);
      if (known.course.kind === 'settled') {
        const acting = actingOf(known.course.authority, known.mapi, known.halves);
        if (acting.every((object) => object === undefined || isActive(object))) return waits.clear(key);
      }
      passes.add(key);
    },
  };
}
