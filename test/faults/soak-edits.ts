import { asObject } from '@capstan/convert';
import { ApiError } from '@capstan/kube';
import type { MigrationRig } from '../migration/rig.ts';
import { aws } from '../sync/machine-rig.ts';
import type { Slot } from '../sync/rig.ts';
import type { ApiProxy } from './api-proxy.ts';

/** What users, autoscalers and accidents do in a soak, by what it is. */
export type SoakEdits = Readonly<Record<string, () => Promise<unknown>>>;

/** The Machines that users have made, and the sets: one with machines, and one without that comes and goes. */
export const soaked = {
  machines: ['m-0', 'm-1', 'm-2', 'm-3', 'm-4'],
  set: 'workers',
  empty: 'spare',
} as const;

/** A Machine that a user makes. */
export const makeMachine = (rig: MigrationRig, name: string) => rig.create(aws.mapiMachine(undefined, {}, { name }));

/** A set that a user makes. */
export function makeSet(rig: MigrationRig, name: string, replicas: number) {
  const object = JSON.stringify(aws.mapiSet(aws.provider(), { set: { replicas } })).replaceAll(
    '"workers"',
    `"${name}"`,
  );
  return rig.create(JSON.parse(object));
}

/** All edits; what is picked is `random`'s to say. */
export function soakEdits(rig: MigrationRig, proxy: ApiProxy, random: () => number): SoakEdits {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const api = () => pick(['MachineAPI', 'ClusterAPI'] as const);
  const value = () => pick(['v0', 'v1', 'v2', null]);
  const label = (slot: Slot, name: string) => rig.patch(slot, name, { metadata: { labels: { note: value() } } });
  const remove = (slot: Slot, name: string) => rig.admin.delete(rig.ref(slot, name));
  /** The half of the API that acts; that of Machine API where neither does. */
  const acting = async (mapi: 'mapi' | 'mapiSet', name: string): Promise<Slot> => {
    const isThere = asObject((await rig.get(mapi, name))['status'])?.['authoritativeAPI'] === 'ClusterAPI';
    return isThere ? (mapi === 'mapi' ? 'capi' : 'capiSet') : mapi;
  };
  const { machines, set, empty } = soaked;
  return {
    'a Machine changes hands': () => rig.ask('mapi', pick(machines), api()),
    'a Machine of a set changes hands': async () => {
      const all = (await rig.list('mapi')).map(({ metadata }) => metadata.name);
      return rig.ask('mapi', pick(all), api());
    },
    'a set changes hands': () => rig.ask('mapiSet', pick([set, empty]), api()),
    'a set is scaled': async () => {
      return rig.patch(await acting('mapiSet', set), set, { spec: { replicas: Math.floor(random() * 4) } });
    },
    'a Machine of the API that acts is labelled': async () => {
      const name = pick(machines);
      return label(await acting('mapi', name), name);
    },
    'a mirror is labelled': () => label(pick(['mapi', 'capi', 'infra'] as const), pick(machines)),
    'a Machine is deleted': async () => {
      const name = pick(machines);
      return remove(await acting('mapi', name), name);
    },
    'a Machine of either API is deleted': () => remove(pick(['mapi', 'capi'] as const), pick(machines)),
    'an infra machine is deleted': () => remove('infra', pick(machines)),
    'a Machine is made': () => makeMachine(rig, pick(machines)),
    'a set is deleted': async () => remove(await acting('mapiSet', empty), empty),
    'a set is made': () => makeSet(rig, empty, 0),
    'watches tear': async () => proxy.tearWatches(),
  };
}

/** How often each edit was made, and how often it was refused: of what is not there, or already is. */
export interface SoakTally {
  edit(name: string, what: () => Promise<unknown>): Promise<void>;
  readonly lines: () => readonly string[];
  /** Edits of which not one was taken: nothing was tried by them. */
  readonly inVain: () => readonly string[];
}

/** Counts for these. */
export function createTally(edits: SoakEdits): SoakTally {
  const counts = new Map(Object.keys(edits).map((name) => [name, { taken: 0, refused: 0 }]));
  return {
    async edit(name, what) {
      const count = counts.get(name);
      if (count === undefined) throw new Error(`no edit ${name}`);
      await what().then(
        () => count.taken++,
        (error: unknown) => {
          // What is no answer of the server is a bug of the test.
          if (!(error instanceof ApiError)) throw error;
          count.refused++;
        },
      );
    },
    lines: () => [...counts].map(([name, { taken, refused }]) => `${name}: ${taken} taken, ${refused} refused`),
    inVain: () => [...counts].filter(([, { taken }]) => taken === 0).map(([name]) => name),
  };
}
