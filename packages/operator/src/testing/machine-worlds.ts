import { asObject } from '@capstan/convert';
import { expect } from 'vitest';
import { decideMachineMigration } from '../migration/machine/decide.ts';
import type { Authority } from '../names.ts';
import { statusOf } from '../sync/shared/object.ts';
import { mapiMachine } from './machine-states.ts';
import { type Actor, actors, change, newWorld, settled, type World } from './migration-world.ts';
import { whoMayAct } from './who-may-act.ts';

/** Fails where both APIs may act. */
export const look = ({ state }: World): void => expect(whoMayAct(state).length).toBeLessThanOrEqual(1);
/** What a user asks for. */
export const ask = (world: World, to: Authority): World => change(world, 'mapi', { spec: { authoritativeAPI: to } });
/** `status.authoritativeAPI`. */
export const said = ({ state }: World): unknown => state.mapi && statusOf(state.mapi)['authoritativeAPI'];
/** What the migration controller does next. */
export const next = ({ state }: World) => decideMachineMigration(state, { begins: true });

/** A Machine that runs with an API, all acknowledged and in step. */
export function runningWith(api: Authority, given: { readonly spec?: object; readonly status?: object } = {}): World {
  const mapi = mapiMachine('MachineAPI');
  const spec = { ...asObject(mapi['spec']), providerID: 'aws:///us-east-1a/i-0123', ...given.spec };
  const providerStatus = { kind: 'AWSMachineProviderStatus', instanceId: 'i-0123' };
  const world = settled(
    newWorld({ ...mapi, spec, status: { ...statusOf(mapi), providerStatus, ...given.status } }),
    look,
  );
  return api === 'MachineAPI' ? world : settled(ask(world, 'ClusterAPI'), look);
}

/** Lets some act, in turns, until none of them has anything to do. */
export function only(world: World, ...names: readonly Actor[]): World {
  let now = world;
  for (let isQuiet = false; !isQuiet; ) {
    isQuiet = true;
    for (const name of names) {
      const after = actors[name](now);
      if (after === undefined) continue;
      isQuiet = false;
      now = after;
      look(now);
    }
  }
  return now;
}

/** The API that acted has stopped and said so, and the migration has not gone on yet. */
export function stoppedOn(from: Authority, to: Authority): World {
  const once = (world: World, name: Actor) => actors[name](world) ?? world;
  const begun = only(ask(runningWith(from), to), 'sync');
  // Migrating; on the way to Machine API then both of Cluster API's objects are paused.
  const steps: readonly Actor[] =
    from === 'MachineAPI'
      ? ['migration', 'machineApi']
      : ['migration', 'migration', 'migration', 'core', 'provider', 'machineApi'];
  const world = steps.reduce(once, begun);
  expect(said(world)).toBe('Migrating');
  expect(whoMayAct(world.state)).toEqual([]);
  return world;
}
