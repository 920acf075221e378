import { until } from '@capstan/kube/testing';
import { type Api, type MigrationRig, runningMachine } from '../migration/rig.ts';
import { runningSet } from '../migration/sets.ts';
import { conditionOf, type Slot } from '../sync/rig.ts';
import { set, statusOf } from '../sync/sets.ts';
import type { ApiProxy } from './api-proxy.ts';

/** A migration, with what comes between, and what it ends in. */
export interface Move {
  readonly name: string;
  /** What is there before, in step. */
  before(rig: MigrationRig): Promise<void>;
  act(rig: MigrationRig, proxy: ApiProxy): Promise<void>;
  /** Resolves when all that follows has been done. */
  settled(rig: MigrationRig): Promise<void>;
  /** So many writes the operator needs at least: a run with fewer has not done what its name says. */
  readonly writes: number;
  /** It begins as another move does, and then somebody changes their mind. */
  readonly isTurn: boolean;
}

type Kind = 'machine' | 'set';

const nameOf = { machine: 'worker-1', set } as const;
const mapiOf = { machine: 'mapi', set: 'mapiSet' } as const;
const halvesOf = { machine: ['capi', 'infra'], set: ['capiSet'] } as const;
const mainOf = { machine: 'capi', set: 'capiSet' } as const;

const paused = (rig: MigrationRig, slot: Slot, name: string, is: boolean, words = '') =>
  rig.until(slot, name, is ? 'stopped' : 'acting', (object) => {
    const said = conditionOf(object, 'Paused');
    return said?.['status'] === (is ? 'True' : 'False') && String(said['message']).includes(words);
  });

/** An API has the authority, everybody has seen it, and sync has said so of the generation that there is. */
async function untilTaken(rig: MigrationRig, kind: Kind, by: Api): Promise<void> {
  const name = nameOf[kind];
  await rig.untilWith(mapiOf[kind], name, by);
  const acting = await rig.get(by === 'MachineAPI' ? mapiOf[kind] : mainOf[kind], name);
  await rig.until(mapiOf[kind], name, 'in step', (object) => {
    return statusOf(object)['synchronizedGeneration'] === acting.metadata.generation;
  });
  await paused(rig, mapiOf[kind], name, by === 'ClusterAPI', `'${by}'`);
  for (const slot of halvesOf[kind]) await paused(rig, slot, name, by === 'MachineAPI');
}

async function running(rig: MigrationRig, kind: Kind, by: Api): Promise<void> {
  await (kind === 'machine' ? runningMachine(rig) : runningSet(rig, 1));
  if (by === 'ClusterAPI') await rig.ask(mapiOf[kind], nameOf[kind], by);
  await untilTaken(rig, kind, by);
}

const otherThan = (api: Api): Api => (api === 'MachineAPI' ? 'ClusterAPI' : 'MachineAPI');

/** The controllers of the API that acts do not answer, so that neither does. */
async function holdStop(rig: MigrationRig, kind: Kind, from: Api): Promise<void> {
  if (from === 'MachineAPI') return rig.stopMachineApi();
  return rig.clusterApi.answer(kind === 'machine' ? { infra: false } : { capiSet: false });
}

async function letStop(rig: MigrationRig, from: Api): Promise<void> {
  if (from === 'MachineAPI') return rig.startMachineApi();
  return rig.clusterApi.answer({ infra: true, capiSet: true });
}

/** Neither API acts, and the one that did has not said that it has stopped. */
async function halfWay(rig: MigrationRig, kind: Kind, from: Api): Promise<void> {
  await holdStop(rig, kind, from);
  await rig.ask(mapiOf[kind], nameOf[kind], otherThan(from));
  await rig.untilSays(mapiOf[kind], nameOf[kind], 'Migrating');
}

/** From the first of Cluster API's objects that is let go of there is no way back; `what` comes just then. */
function onceSealed(rig: MigrationRig, proxy: ApiProxy, kind: Kind, what: () => Promise<unknown>): Promise<void> {
  const first =
    kind === 'machine' ? /^PATCH .*\/awsmachines\// : /^PATCH .*cluster\.x-k8s\.io.*\/machinesets\/[^/?]+\?/;
  return new Promise<void>((resolve, reject) => {
    proxy.afterNext(first, () => what().then(() => resolve(), reject));
    rig.ask(mapiOf[kind], nameOf[kind], 'ClusterAPI').catch(reject);
  });
}

/** Machine API's controller has ended the instance: there are no phases in this stand-in. */
async function machineApiEnds(rig: MigrationRig): Promise<void> {
  const name = nameOf.machine;
  const finalizer = 'machine.machine.openshift.io';
  await until(`the Machine to be let go of by ${finalizer}`, async () => {
    const found = await rig.get('mapi', name).catch(() => undefined);
    if (found === undefined) return true;
    const { finalizers = [], resourceVersion } = found.metadata;
    const left = finalizers.filter((each) => each !== finalizer);
    if (left.length === finalizers.length) return true;
    // Said again where another's write was quicker.
    await rig.patch('mapi', name, { metadata: { finalizers: left, resourceVersion } }).catch(() => undefined);
    return undefined;
  });
}

/** It can be gone before anybody sees what it said last. */
function untilSaysOrGone(rig: MigrationRig, kind: Kind, api: Api): Promise<true> {
  return until(`${nameOf[kind]} to be with ${api}`, async () => {
    const found = await rig.get(mapiOf[kind], nameOf[kind]).catch(() => undefined);
    return found === undefined || statusOf(found)['authoritativeAPI'] === api || undefined;
  });
}

async function untilAllGone(rig: MigrationRig, kind: Kind): Promise<void> {
  const name = nameOf[kind];
  for (const slot of [mapiOf[kind], ...halvesOf[kind]]) await rig.untilGone(slot, name);
}

const title = (kind: Kind) => (kind === 'machine' ? 'a Machine' : 'a MachineSet with a machine');
const way = (from: Api) => (from === 'MachineAPI' ? 'to Cluster API' : 'back to Machine API');

function movesOf(kind: Kind, from: Api): Move[] {
  const to = otherThan(from);
  const mapi = mapiOf[kind];
  const name = nameOf[kind];
  const before = (rig: MigrationRig) => running(rig, kind, from);
  const writes = kind === 'machine' ? 5 : 4;
  return [
    {
      name: `${title(kind)} that goes ${way(from)}`,
      before,
      act: async (rig) => void (await rig.ask(mapi, name, to)),
      settled: (rig) => untilTaken(rig, kind, to),
      writes,
      isTurn: false,
    },
    {
      name: `${title(kind)} that goes ${way(from)} and is called back while nobody acts`,
      before,
      async act(rig) {
        await halfWay(rig, kind, from);
        await rig.ask(mapi, name, from);
        await rig.untilSays(mapi, name, from);
        await letStop(rig, from);
      },
      settled: (rig) => untilTaken(rig, kind, from),
      writes: 2,
      isTurn: true,
    },
    {
      name: `${title(kind)} that is deleted while it goes ${way(from)}`,
      before,
      async act(rig) {
        await halfWay(rig, kind, from);
        const slot = from === 'MachineAPI' ? mapi : mainOf[kind];
        await rig.admin.delete(rig.ref(slot, name));
        await untilSaysOrGone(rig, kind, from);
        await letStop(rig, from);
        if (kind === 'machine' && from === 'MachineAPI') await machineApiEnds(rig);
      },
      settled: (rig) => untilAllGone(rig, kind),
      writes: 3,
      isTurn: true,
    },
  ];
}

/** What comes when there is no way back: the move is ended, and then what was asked for is done. */
function sealedMoves(kind: Kind): Move[] {
  // A set of Machine API that is deleted when Cluster API acts waits for its machines to be moved.
  const deleted = kind === 'machine' ? 'mapi' : 'capiSet';
  const mapi = mapiOf[kind];
  const name = nameOf[kind];
  const before = (rig: MigrationRig) => running(rig, kind, 'MachineAPI');
  return [
    {
      name: `${title(kind)} that is called back when Cluster API may act already`,
      before,
      act: (rig, proxy) => onceSealed(rig, proxy, kind, () => rig.ask(mapi, name, 'MachineAPI')),
      settled: (rig) => untilTaken(rig, kind, 'MachineAPI'),
      writes: kind === 'machine' ? 9 : 7,
      isTurn: true,
    },
    {
      name: `${title(kind)} that is deleted when Cluster API may act already`,
      before,
      act: (rig, proxy) => onceSealed(rig, proxy, kind, () => rig.admin.delete(rig.ref(deleted, name))),
      settled: (rig) => untilAllGone(rig, kind),
      writes: 5,
      isTurn: true,
    },
  ];
}

/** What is killed at every write. */
export const moves: readonly Move[] = (['machine', 'set'] as const).flatMap((kind) => [
  ...movesOf(kind, 'MachineAPI'),
  ...movesOf(kind, 'ClusterAPI'),
  ...sealedMoves(kind),
]);
