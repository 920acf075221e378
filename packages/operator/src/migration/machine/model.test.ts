import { asObject } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import type { Authority } from '../../names.ts';
import { conditionOf, isDeleting, statusOf } from '../../sync/shared/object.ts';
import { mapiMachine } from '../../testing/machine-states.ts';
import { type Actor, actors, change, newWorld, remove, settled, type World } from '../../testing/migration-world.ts';
import { seededRandom } from '../../testing/seeded-random.ts';
import { whoMayAct } from '../../testing/who-may-act.ts';
import { isReleased } from '../shared/writes.ts';

const providerID = 'aws:///us-east-1a/i-0123';

function running(): World {
  const mapi = mapiMachine('MachineAPI');
  const spec = { ...asObject(mapi['spec']), providerID };
  const status = { ...statusOf(mapi), providerStatus: { kind: 'AWSMachineProviderStatus', instanceId: 'i-0123' } };
  return settled(newWorld({ ...mapi, spec, status }), neverBoth);
}

/** What the product exists for: one machine, one controller. */
function neverBoth({ state }: World): void {
  const acting = whoMayAct(state);
  if (acting.length > 1) throw new Error(`both act: ${JSON.stringify(state, undefined, 1)}`);
}

const ask = (world: World, to: Authority): World => change(world, 'mapi', { spec: { authoritativeAPI: to } });

function expectSettled({ state, ended }: World): void {
  const { mapi, capi, infra } = state;
  if (ended > 0 || mapi === undefined) {
    expect({ mapi, capi, infra, ended }).toEqual({ mapi: undefined, capi: undefined, infra: undefined, ended: 1 });
    return;
  }
  const wanted = asObject(mapi['spec'])?.['authoritativeAPI'];
  expect(statusOf(mapi)).toMatchObject({ authoritativeAPI: wanted, synchronizedAPI: wanted });
  expect(conditionOf(mapi, 'Synchronized')?.['status']).toBe('True');
  expect(whoMayAct(state)).toEqual([wanted]);
}

describe('a Machine changes hands', () => {
  it.each(['ClusterAPI', 'MachineAPI'] as const)('to %s, and nothing is left to do then', (to) => {
    const other = to === 'ClusterAPI' ? running() : settled(ask(running(), 'ClusterAPI'), neverBoth);
    expectSettled(settled(ask(other, to), neverBoth));
  });
});

/** What the other API cannot hold, or its end. */
function unconvertible(world: World, side: 'mapi' | 'capi', isThere: boolean): World {
  const version = isThere ? 'v1.31.0' : null;
  const taints = isThere ? [{ key: 'a', effect: 'NoSchedule' }] : null;
  return change(world, side, { spec: side === 'capi' ? { version } : { taints } });
}

/** A user who does what policies let him: he writes where the API acts, or acted, until the other has been let go. */
function userActs(world: World, random: () => number, edits: Map<string, string>): World {
  const { mapi, infra, capi } = world.state;
  if (mapi === undefined) return world;
  const pick = random();
  if (pick < 0.4) return ask(world, random() < 0.5 ? 'ClusterAPI' : 'MachineAPI');
  if (pick < 0.95) {
    const { authoritativeAPI, synchronizedAPI } = statusOf(mapi);
    const side = authoritativeAPI === 'Migrating' ? synchronizedAPI : authoritativeAPI;
    const isSealed =
      authoritativeAPI === 'Migrating' && side === 'MachineAPI' && (isReleased(infra) || isReleased(capi));
    if (isSealed) return world;
    if (random() < 0.1) return unconvertible(world, side === 'ClusterAPI' ? 'capi' : 'mapi', random() < 0.5);
    const label = `example.com/edit-${Math.floor(random() * 3)}`;
    const value = String(Math.floor(random() * 1000));
    edits.set(label, value);
    return change(world, side === 'ClusterAPI' ? 'capi' : 'mapi', { metadata: { labels: { [label]: value } } });
  }
  const slot = (['mapi', 'capi', 'infra'] as const)[Math.floor(random() * 3)] ?? 'mapi';
  // To delete an infra machine that its provider acts on is to delete the instance and leave the Machine.
  return slot === 'infra' && isReleased(infra) ? world : remove(world, slot);
}

// On demand more: CAPSTAN_MODEL_RUNS=10000.
const runs = Number(process.env['CAPSTAN_MODEL_RUNS'] ?? 400);

it(`whatever users, controllers and deletions do in whatever order, never both APIs act, no edit is lost, and it comes to rest (seeds 1 to ${runs})`, () => {
  const names = Object.keys(actors) as Actor[];
  for (let seed = 1; seed <= runs; seed++) {
    const random = seededRandom(seed);
    const edits = new Map<string, string>();
    let world = running();
    const history: string[] = [];
    try {
      for (let step = 0; step < 60; step++) {
        if (random() < 0.15) {
          world = userActs(world, random, edits);
          history.push('user');
        } else {
          const name = names[Math.floor(random() * names.length)] ?? 'sync';
          world = actors[name](world) ?? world;
          history.push(name);
        }
        neverBoth(world);
      }
      const wasDeleted = Object.values(world.state).some(
        (object) => typeof object === 'object' && object !== null && 'metadata' in object && isDeleting(object),
      );
      world = settled(world, neverBoth);
      for (const side of ['mapi', 'capi'] as const) world = unconvertible(world, side, false);
      world = settled(world, neverBoth);
      expectSettled(world);
      if (!wasDeleted && world.state.mapi !== undefined) {
        for (const [label, value] of edits) {
          expect([world.state.mapi.metadata.labels?.[label], world.state.capi?.metadata.labels?.[label]]).toEqual([
            value,
            value,
          ]);
        }
      }
    } catch (error) {
      throw new Error(`seed ${seed}: ${history.join(' ')}`, { cause: error });
    }
  }
});
