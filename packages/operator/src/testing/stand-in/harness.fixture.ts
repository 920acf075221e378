import { type KubeClient, type KubeObject, refOf, silentLogger, systemClock } from '@capstan/kube';
import { isNotFound, until } from '@capstan/kube/testing';
import { type StandIn, type StandInOptions, startMachineApiStandIn } from '../machine-api-stand-in.ts';
import { seededRandom } from '../seeded-random.ts';
import type { StandInCloud } from './cloud.ts';
import { statusOf } from './machine-fields.ts';
import { standInPlatforms } from './platform.ts';
import type { StandInParts } from './reconcile.ts';

/** What the tests of the stand-in do with it and with the server, as one client. */
export interface Harness {
  start(namespace: string, changes?: Partial<StandInOptions>): Promise<StandIn>;
  /** Stops all that were started. */
  stop(): Promise<void>;
  reread(object: KubeObject): Promise<KubeObject>;
  whenever(what: string, object: KubeObject, holds: (now: KubeObject) => boolean): Promise<KubeObject>;
  untilRunning(machine: KubeObject): Promise<KubeObject>;
  untilGone(object: KubeObject): Promise<unknown>;
  patchStatus(object: KubeObject, status: object): Promise<unknown>;
}

/** Makes it. */
export function createHarness(client: KubeClient): Harness {
  const started: StandIn[] = [];
  const reread = (object: KubeObject) => client.get(refOf(object));
  const whenever: Harness['whenever'] = (what, object, holds) =>
    until(what, async () => {
      const now = await reread(object);
      return holds(now) ? now : undefined;
    });
  return {
    async start(namespace, changes = {}) {
      const random = seededRandom(7);
      const options = { client, namespace, clock: systemClock, random, ...changes };
      const standIn = await startMachineApiStandIn(options);
      started.push(standIn);
      return standIn;
    },
    async stop() {
      for (const standIn of started.splice(0)) await standIn.stop();
    },
    reread,
    whenever,
    untilRunning: (machine) => whenever('the Machine to run', machine, (now) => phaseOf(now) === 'Running'),
    untilGone: (object) =>
      until('the object to be gone', () =>
        reread(object).then(
          () => undefined,
          (error) => {
            if (isNotFound(error)) return true;
            throw error;
          },
        ),
      ),
    patchStatus: (object, status) => client.mergePatch(refOf(object), { status }, { subresource: 'status' }),
  };
}

/** `status.phase`. */
export function phaseOf(machine: KubeObject): unknown {
  return statusOf(machine)['phase'];
}

/** The condition Paused. */
export function pausedOf(object: KubeObject): { readonly [field: string]: unknown } | undefined {
  const { conditions } = statusOf(object);
  return Array.isArray(conditions) ? conditions.find(({ type }) => type === 'Paused') : undefined;
}

/** What a look of the stand-in works with, for tests that have it look at something old. */
export function partsOf(client: KubeClient, namespace: string, cloud: StandInCloud): StandInParts {
  return {
    client,
    namespace,
    cloud,
    platform: standInPlatforms.AWS,
    phases: true,
    clock: systemClock,
    random: seededRandom(8),
    log: silentLogger,
  };
}
