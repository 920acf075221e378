import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Decision } from '../engine/decision.ts';
import { decideMachineMigration } from '../migration/machine/decide.ts';
import { acknowledgedBy } from '../migration/shared/acknowledged.ts';
import { finalizers } from '../names.ts';
import { decideMachine } from '../sync/machine/decide.ts';
import type { MachineSlot, MachineState } from '../sync/machine/state.ts';
import { finalizersOf, isDeleting, isPaused, statusOf } from '../sync/shared/object.ts';
import { environment } from './machine-states.ts';
import { afterWrite, deleted, released } from './play.ts';

/** One Machine's three objects, and how often its instance was ended. */
export interface World {
  readonly state: MachineState;
  readonly ended: number;
}

/** Who does something in a world; what each of them does next, and undefined where it has nothing to do. */
export type Actor = keyof typeof actors;

const providerFinalizer = 'awsmachine.infrastructure.cluster.x-k8s.io';

/** Stand-ins for the controllers of both APIs, as far as a migration is concerned, beside the real decisions. */
export const actors = {
  /** Acknowledges `status.authoritativeAPI`, and ends the instance of a Machine that it acts on. */
  machineApi({ state, ended }: World): World | undefined {
    const { mapi } = state;
    if (mapi === undefined) return undefined;
    const authority = statusOf(mapi)['authoritativeAPI'];
    if (authority === undefined) return undefined;
    const acts = authority === 'MachineAPI';
    const message = `The AuthoritativeAPI status is set to '${String(authority)}'`;
    if (acknowledgedBy(mapi)?.message !== message) return place(state, ended, 'mapi', withPaused(mapi, !acts, message));
    if (acts && isDeleting(mapi) && finalizersOf(mapi).includes(finalizers.machineApiMachine))
      return place(state, ended + 1, 'mapi', released(mapi, finalizers.machineApiMachine));
    return undefined;
  },
  /** Cluster API's core manager. */
  core({ state, ended }: World): World | undefined {
    const { capi, infra } = state;
    if (capi === undefined) return undefined;
    if (acknowledgedBy(capi)?.isPaused !== isPaused(capi))
      return place(state, ended, 'capi', withPaused(capi, isPaused(capi), 'seen'));
    if (isPaused(capi) || !isDeleting(capi)) return undefined;
    if (infra !== undefined) return isDeleting(infra) ? undefined : place(state, ended, 'infra', deleted(infra));
    if (!finalizersOf(capi).includes(finalizers.clusterApiMachine)) return undefined;
    return place(state, ended, 'capi', released(capi, finalizers.clusterApiMachine));
  },
  provider({ state, ended }: World): World | undefined {
    const { infra } = state;
    if (infra === undefined) return undefined;
    if (acknowledgedBy(infra)?.isPaused !== isPaused(infra))
      return place(state, ended, 'infra', withPaused(infra, isPaused(infra), 'seen'));
    if (isPaused(infra)) return undefined;
    const held = finalizersOf(infra);
    if (isDeleting(infra)) {
      if (!held.includes(providerFinalizer)) return undefined;
      return place(state, ended + 1, 'infra', released(infra, providerFinalizer));
    }
    if (held.includes(providerFinalizer)) return undefined;
    return place(state, ended, 'infra', patched(infra, { metadata: { finalizers: [...held, providerFinalizer] } }));
  },
  sync: (world: World): World | undefined => written(world, decideMachine(world.state)),
  migration: (world: World): World | undefined => written(world, decideMachineMigration(world.state, { begins: true })),
} as const;

/** A world in which one Machine runs in Machine API and nothing of ours has happened yet. */
export function newWorld(mapi: KubeObject): World {
  const env = { ...environment, handsOver: true };
  return {
    ended: 0,
    state: {
      name: mapi.metadata.name,
      mapi,
      capi: undefined,
      infra: undefined,
      mapiSet: undefined,
      capiSet: undefined,
      env,
    },
  };
}

/** What somebody's merge patch makes of one of the objects. */
export function change(world: World, slot: MachineSlot, patch: Readonly<Record<string, unknown>>): World {
  const object = world.state[slot];
  return object === undefined ? world : place(world.state, world.ended, slot, patched(object, patch));
}

/** What somebody's DELETE makes of one of the objects. */
export function remove(world: World, slot: MachineSlot): World {
  const object = world.state[slot];
  return object === undefined ? world : place(world.state, world.ended, slot, deleted(object));
}

/** Lets everybody act until nobody has anything left to do. */
export function settled(world: World, look: (world: World) => void): World {
  let now = world;
  for (let round = 0; round < 200; round++) {
    let isQuiet = true;
    for (const act of Object.values(actors)) {
      const next = act(now);
      if (next === undefined) continue;
      isQuiet = false;
      now = next;
      look(now);
    }
    if (isQuiet) return now;
  }
  throw new Error('it never comes to rest');
}

function written({ state, ended }: World, decision: Decision<MachineSlot>): World | undefined {
  if (decision.kind !== 'write') return undefined;
  const { slot, write } = decision;
  const uid = `${slot}-${state[slot]?.metadata.resourceVersion ?? 'new'}-${Math.abs(ended)}`;
  const after = afterWrite(write, uid);
  if (after !== undefined && state[slot] !== undefined && JSON.stringify(after) === JSON.stringify(state[slot]))
    throw new Error(`a write that changes nothing: ${JSON.stringify(write)}`);
  return place(state, ended, slot, after);
}

function place(state: MachineState, ended: number, slot: MachineSlot, object: KubeObject | undefined): World {
  return { ended, state: { ...state, [slot]: object } };
}

function patched(of: KubeObject, patch: Readonly<Record<string, unknown>>): KubeObject | undefined {
  return afterWrite({ verb: 'patch', of, patch }, '');
}

function withPaused(object: KubeObject, isNowPaused: boolean, message: string): KubeObject | undefined {
  const { conditions } = statusOf(object);
  const others = (Array.isArray(conditions) ? conditions : []).filter((each) => asObject(each)?.['type'] !== 'Paused');
  const [status, reason] = isNowPaused ? ['True', 'Paused'] : ['False', 'NotPaused'];
  const paused = { type: 'Paused', status, reason, message, lastTransitionTime: environment.now };
  return patched(object, { status: { conditions: [...others, paused] } });
}
