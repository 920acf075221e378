import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { sleep, until } from '@capstan/kube/testing';
import { seededRandom } from '@capstan/operator/testing';
import { expect, test } from 'vitest';
import { recordPair } from '../migration/record-pair.ts';
import { type Api, type MigrationRig, startMigrationRig } from '../migration/rig.ts';
import { conditionOf } from '../sync/rig.ts';
import { specOf, statusOf } from '../sync/sets.ts';
import { startApiProxy } from './api-proxy.ts';
import { createTally, makeMachine, makeSet, soakEdits, soaked } from './soak-edits.ts';

const seed = Number(process.env['CAPSTAN_SOAK_SEED'] ?? 20_261_125);
/** Ten seconds always; CAPSTAN_SOAK=10 is ten minutes. */
const milliseconds = Number(process.env['CAPSTAN_SOAK'] ?? 1 / 6) * 60_000;

const patience = { timeoutMs: 60_000 };

/** Everything asks for what it has, is synchronized, and nothing is going. */
const isAtRest = (object: KubeObject): boolean => {
  const { authoritativeAPI, synchronizedAPI } = statusOf(object);
  return (
    object.metadata.deletionTimestamp === undefined &&
    (specOf(object)['authoritativeAPI'] ?? 'MachineAPI') === authoritativeAPI &&
    synchronizedAPI === authoritativeAPI &&
    conditionOf(object, 'Synchronized')?.['status'] === 'True'
  );
};

/** Waits until all is at rest; says what is not. */
async function untilAtRest(rig: MigrationRig): Promise<void> {
  let restless: readonly KubeObject[] = [];
  const look = async (): Promise<true | undefined> => {
    const all = (await Promise.all([rig.list('mapi'), rig.list('mapiSet')])).flat();
    restless = all.filter((object) => !isAtRest(object));
    return restless.length === 0 || undefined;
  };
  await until('everything to be at rest', look, patience).catch((cause: unknown) => {
    const shown = restless.map(({ kind, metadata, spec, status }) => ({ kind, metadata, spec, status }));
    throw new Error(`not at rest: ${JSON.stringify(shown)}`, { cause });
  });
}

/** The Machines and sets of the users are made where they are not there: what is on its way out has to be gone first. */
async function makeWhatIsMissing(rig: MigrationRig): Promise<void> {
  const there = async (slot: 'mapi' | 'mapiSet', name: string, make: () => Promise<unknown>) => {
    const isThere = async () => {
      const found = await rig.get(slot, name).catch(() => undefined);
      if (found !== undefined) return found.metadata.deletionTimestamp === undefined || undefined;
      await make().catch(() => undefined);
      return undefined;
    };
    await until(`${slot} ${name} to be there`, isThere, patience);
  };
  for (const name of soaked.machines) await there('mapi', name, () => makeMachine(rig, name));
  await there('mapiSet', soaked.empty, () => makeSet(rig, soaked.empty, 0));
}

/** Nobody asks for anything any more: each stays with the API that it is with, and Cluster API's set asks for the machines it has. */
async function takeBack(rig: MigrationRig): Promise<void> {
  const lists = await Promise.all([rig.list('mapi'), rig.list('mapiSet')]);
  for (const { kind, metadata, ...object } of lists.flat()) {
    const { authoritativeAPI, synchronizedAPI } = asObject(object['status']) ?? {};
    const api = authoritativeAPI === 'Migrating' ? synchronizedAPI : authoritativeAPI;
    const slot = kind === 'Machine' ? 'mapi' : 'mapiSet';
    if (api === 'MachineAPI' || api === 'ClusterAPI') await rig.ask(slot, metadata.name, api).catch(() => undefined);
  }
}

test(
  `${milliseconds / 1000} s of machines and sets that change hands, are edited, scaled, deleted and made at random end at rest, and never do both APIs act`,
  async () => {
    console.log(`soak of migrations: seed ${seed}, ${milliseconds / 1000} s`);
    const stops: (() => Promise<unknown>)[] = [];
    try {
      const rig = await startMigrationRig(stops, { phases: true });
      const proxy = await startApiProxy(rig.endpoint);
      stops.unshift(() => proxy.close());
      const record = await recordPair(rig);
      stops.push(() => record.stop());
      await rig.operate({ at: proxy.endpoint });
      await Promise.all(soaked.machines.map((name) => makeMachine(rig, name)));
      await Promise.all([makeSet(rig, soaked.set, 2), makeSet(rig, soaked.empty, 0)]);
      await untilAtRest(rig);

      const random = seededRandom(seed);
      const edits = soakEdits(rig, proxy, random);
      const tally = createTally(edits);
      // There is more to see where machines are there and change hands than where they come and go.
      const often = Object.keys(edits).filter((name) => /changes hands|is made/.test(name));
      const names = [...Object.keys(edits), ...often, ...often];
      proxy.fail({ rate: 0.1, random: seededRandom(seed + 1) });
      let restarts = 0;
      const end = performance.now() + milliseconds;
      // On a busy machine until everything was done once.
      const isOver = (now: number) => now >= end && (tally.inVain().length === 0 || now >= end + 60_000);
      while (!isOver(performance.now())) {
        const name = names[Math.floor(random() * names.length)] ?? '';
        await tally.edit(name, edits[name] ?? (async () => undefined));
        if (random() < 0.02) {
          proxy.die();
          await rig.stop();
          proxy.revive();
          await rig.operate({ at: proxy.endpoint });
          restarts++;
        }
        // As fast as edits can be made nothing would ever change hands.
        await sleep(Math.floor(random() * 60));
      }
      proxy.fail({ rate: 0, random });
      console.log([...tally.lines(), `the operator is killed: ${restarts}`].join('\n'));
      expect(tally.inVain(), 'edits that were always refused').toEqual([]);

      await takeBack(rig);
      await makeWhatIsMissing(rig);
      await untilAtRest(rig);
      for (const to of ['ClusterAPI', 'MachineAPI'] satisfies Api[]) {
        for (const name of soaked.machines) await rig.ask('mapi', name, to);
        await rig.ask('mapiSet', soaked.empty, to);
        await untilAtRest(rig);
      }
      expect(record.bothActed()).toEqual([]);
      console.log(`${record.states()} states were looked at`);
    } finally {
      for (const stop of stops.toReversed()) await stop();
    }
  },
  milliseconds + 300_000,
);
