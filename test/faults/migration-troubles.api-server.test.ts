import { seededRandom } from '@capstan/operator/testing';
import { expect, test } from 'vitest';
import { recordPair } from '../migration/record-pair.ts';
import { type Api, type MigrationRig, runningMachine, startMigrationRig } from '../migration/rig.ts';
import { runningSet } from '../migration/sets.ts';
import { conditionOf } from '../sync/rig.ts';
import { set } from '../sync/sets.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { creationsOf, settledSnapshotOf, uidsOf } from './snapshot.ts';

const names = ['m-0', 'm-1', 'm-2', 'm-3'];

/** What the server does from the moment on when all is in step, and each time when everything is under way to the other API. */
interface Trouble {
  readonly name: string;
  readonly begin?: (proxy: ApiProxy) => void;
  readonly during?: (proxy: ApiProxy) => void;
  /** So long a request may take. */
  readonly timeoutMs?: number;
  /** That it has happened. */
  readonly happened?: (proxy: ApiProxy) => boolean;
}

const expired = (proxy: ApiProxy): boolean => proxy.expired() > 0;
/** The status of a Machine, whose writes begin and end a migration. */
const ofStatus = /^PATCH .*machine\.openshift\.io.*\/machines\/m-1\/status/;
const swallows = (like: RegExp, when: 'before' | 'after', name: string): Trouble => ({
  name,
  timeoutMs: 2000,
  begin: (proxy) => proxy.swallowNext(like, when),
  during: (proxy) => proxy.swallowNext(like, when),
  happened: (proxy) => proxy.swallowed() > 0,
});

const troubles: readonly Trouble[] = [
  { name: 'answers 200 ms late', begin: (proxy) => proxy.delay(200) },
  {
    name: 'fails one write in ten',
    begin: (proxy) => proxy.fail({ rate: 0.1, random: seededRandom(7) }),
    happened: ({ writes }) => writes.some(({ status }) => status === undefined),
  },
  { name: 'tears its watches', during: (proxy) => proxy.tearWatches() },
  { name: 'has lost the versions that watches ask for', during: (proxy) => proxy.expireWatches(), happened: expired },
  { name: 'is restarted', during: (proxy) => proxy.restart(3), happened: expired },
  swallows(ofStatus, 'before', 'never gets a write, and never says so'),
  swallows(ofStatus, 'after', 'never answers a write that it has carried out'),
  swallows(/^GET .*cluster\.x-k8s\.io.*\/machines\/m-2(\?|$)/, 'before', 'never answers when asked who acts'),
];

async function moveAll(rig: MigrationRig, to: Api, during: () => void): Promise<void> {
  await Promise.all([...names.map((name) => rig.ask('mapi', name, to)), rig.ask('mapiSet', set, to)]);
  await rig.until('mapi', 'm-0', 'under way', ({ status }) => {
    return (
      JSON.stringify(status).includes('Migrating') || JSON.stringify(status).includes(`"authoritativeAPI":"${to}"`)
    );
  });
  during();
  for (const [slot, name] of [...names.map((name) => ['mapi', name] as const), ['mapiSet', set] as const]) {
    await rig.untilWith(slot, name, to);
    const isPaused = to === 'ClusterAPI' ? 'True' : 'False';
    await rig.until(slot, name, 'noticed', (object) => {
      const said = conditionOf(object, 'Paused');
      return said?.['status'] === isPaused && String(said['message']).includes(`'${to}'`);
    });
  }
}

/** There and back; gives what is left each time, and what the operator made meanwhile. */
async function run({ begin, during, timeoutMs, happened }: Partial<Trouble>) {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const rig = await startMigrationRig(stops);
    const proxy = await startApiProxy(rig.endpoint);
    stops.unshift(() => proxy.close());
    const record = await recordPair(rig);
    stops.push(() => record.stop());
    await rig.operate({ at: proxy.endpoint, ...(timeoutMs !== undefined && { timeoutMs }) });
    await Promise.all(names.map((name) => runningMachine(rig, name)));
    await runningSet(rig, 1);
    const before = proxy.writes.length;
    const uids = await uidsOf(rig);
    begin?.(proxy);
    const ends: unknown[] = [];
    for (const to of ['ClusterAPI', 'MachineAPI'] as const) {
      await moveAll(rig, to, () => during?.(proxy));
      ends.push(await settledSnapshotOf(rig));
    }
    expect(await uidsOf(rig)).toEqual(uids);
    expect(record.bothActed()).toEqual([]);
    return { happened: happened?.(proxy) ?? true, ends, made: creationsOf(proxy.writes.slice(before)) };
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

test('migrations through an API server in trouble end as undisturbed ones do, and never do both APIs act', async () => {
  const undisturbed = await run({});
  const left = [...troubles];
  const work = async (): Promise<void> => {
    for (let trouble = left.shift(); trouble !== undefined; trouble = left.shift()) {
      const { name } = trouble;
      const end = await run(trouble).catch((cause: unknown) => {
        throw new Error(`an API server that ${name}`, { cause });
      });
      expect(end, `an API server that ${name}`).toEqual(undisturbed);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}, 240_000);
