import type { Clock, KubeClient, KubeObject, Logger, Metrics, Recorder } from '@capstan/kube';
import type { Cache, Caches } from '../caches.ts';
import { createPassController, type PassController } from '../engine/controller.ts';
import type { Decision, Notice } from '../engine/decision.ts';
import type { PassEnd, PassTools } from '../engine/run-pass.ts';
import type { Authority } from '../names.ts';
import type { Observe } from '../observe/observe.ts';
import type { EnvironmentSource } from '../sync/environment-source.ts';
import { courseOf } from '../sync/shared/course.ts';
import type { Environment } from '../sync/shared/environment.ts';
import { setOwnerOf } from '../sync/shared/object.ts';
import { runLivePass } from './live-pass.ts';
import { type LookTools, lookAtMachine, lookAtMachineSet } from './look.ts';
import { decideMachineMigration } from './machine/decide.ts';
import { decideMachineSetMigration } from './machine-set/decide.ts';
import { isActive } from './shared/acknowledged.ts';
import { type Options, whileNew } from './shared/hold.ts';
import { patienceMs } from './shared/obstacle.ts';
import { notTakenUp } from './shared/taken-up.ts';
import { createWaits } from './waits.ts';

/** What the migration controllers need. */
export interface MigrationOptions extends Options {
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly environment: EnvironmentSource;
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
  const { caches, environment, workers } = options;
  const { machines, capiMachines, infraMachines, machineSets, capiMachineSets } = caches;
  const clusterApi = () => environment.current()?.namespaces.clusterApi ?? '';
  const machineController = controller(options, {
    name: 'MachineMigrationController',
    workers: workers.machines,
    cache: machines,
    clusterApiHalves: (name) =>
      [capiMachines, infraMachines].map(({ informer }) => informer.store.get(`${clusterApi()}/${name}`)),
    look: lookAtMachine,
    decide: (state) => decideMachineMigration(state, options),
  });
  const setController = controller(options, {
    name: 'MachineSetMigrationController',
    workers: workers.machineSets,
    cache: machineSets,
    clusterApiHalves: (name) => [capiMachineSets.informer.store.get(`${clusterApi()}/${name}`)],
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
  const { client, caches, environment, clock, log, metrics } = options;
  const { name, workers } = kind;
  const waits = createWaits(() => clock.monotonic());
  const seen = (key: string) => {
    const env = environment.current();
    const mapi = env && kind.cache.informer.store.get(`${env.namespaces.machineApi}/${key}`);
    return env === undefined || mapi === undefined ? undefined : { env, mapi, halves: kind.clusterApiHalves(key) };
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
      const known = seen(key);
      if (known === undefined) {
        waits.clear(key);
        return { kind: 'done', writes: 0 };
      }
      const { env, mapi, halves } = known;
      const notify = (object: KubeObject, notice: Notice): void => {
        if (waits.isNews(key, notice)) tools.notify(object, notice);
      };
      const course = courseOf(mapi, halves);
      // Machine API's controller answers in a moment: a burst of new machines is not read for that.
      const early = course.kind === 'new' ? whileNew(mapi, course.wanted, env.now) : undefined;
      if (early?.kind === 'wait') return early;
      const end =
        course.kind === 'settled'
          ? takenUp(mapi, actingOf(course.authority, mapi, halves), course.authority, env, notify)
          : await runLivePass(
              {
                look: (signal) => kind.look(key, { client, caches, env }, signal),
                decide: kind.decide,
                subject: (state) => state.mapi,
                onWritten: (state, { write }) => options.observe?.written(state.mapi, write),
              },
              { ...tools, notify },
            );
      if (end.kind === 'done') waits.clear(key);
      else if (course.kind !== 'settled' && waits.waiting(key, end.for) >= patienceMs)
        notify(mapi, { type: 'Warning', reason: 'MigrationWaiting', message: `waiting for ${end.for}` });
      return end;
    },
  });
  return {
    run: passes.run,
    consider(key) {
      const known = seen(key);
      if (known === undefined) return waits.clear(key);
      const course = courseOf(known.mapi, known.halves);
      if (course.kind === 'settled') {
        const acting = actingOf(course.authority, known.mapi, known.halves);
        if (acting.every((object) => object === undefined || isActive(object))) return waits.clear(key);
      }
      passes.add(key);
    },
  };
}

function actingOf(authority: Authority, mapi: KubeObject, halves: readonly (KubeObject | undefined)[]) {
  return authority === 'MachineAPI' ? [mapi] : halves;
}

/** Of an object that is settled, whether the API that has it shows that it acts. */
function takenUp(
  mapi: KubeObject,
  acting: readonly (KubeObject | undefined)[],
  authority: Authority,
  { now }: Environment,
  notify: (object: KubeObject, notice: Notice) => void,
): PassEnd {
  const silence = notTakenUp(mapi, acting, authority, now);
  if (silence === undefined) return { kind: 'done', writes: 0 };
  if (silence.notice !== undefined) notify(mapi, silence.notice);
  return { kind: 'wait', for: silence.for, recheckMs: silence.recheckMs };
}
