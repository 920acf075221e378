import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { recordPair } from '../migration/record-pair.ts';
import { startMigrationRig } from '../migration/rig.ts';
import { startApiProxy } from './api-proxy.ts';
import { type Move, moves } from './moves.ts';
import { creationsOf, settledSnapshotOf, uidsOf } from './snapshot.ts';

/** So many rigs at a time. */
const atOnce = 6;

interface Kill {
  readonly at: number;
  readonly when: 'before' | 'after';
}

// All of them on demand: CAPSTAN_FAULTS=all. What lies between two writes is much the same after the one and before the other.
const isAll = process.env['CAPSTAN_FAULTS'] === 'all';

/** What is only a turn of another move is killed before every other write, and after the rest. */
function killsAt(at: number, { isTurn }: Move): Kill[] {
  const whens =
    isAll || !isTurn ? (['before', 'after'] as const) : [at % 2 === 0 ? ('before' as const) : ('after' as const)];
  return whens.map((when) => ({ at, when }));
}

/** Makes a move, killed at a write or not at all; gives how many writes there were, what they made, and what is left. */
async function run(move: Move, kill?: Kill) {
  const stops: (() => Promise<unknown>)[] = [];
  const rig = await startMigrationRig(stops);
  try {
    const proxy = await startApiProxy(rig.endpoint);
    stops.unshift(() => proxy.close());
    const record = await recordPair(rig);
    stops.push(() => record.stop());
    await rig.operate({ at: proxy.endpoint });
    await move.before(rig);
    const before = proxy.writes.length;
    const existed = await uidsOf(rig);
    if (kill !== undefined) proxy.cut(kill.at, kill.when);
    const acting = move.act(rig, proxy).then(() => move.settled(rig));
    if (kill !== undefined) {
      const dead = until(`write ${kill.at}`, () => proxy.isDead() || undefined, { intervalMs: 10 });
      // Writes of others can spare one of ours: then it ends without being killed.
      await Promise.race([dead, acting]);
      dead.catch(() => undefined);
      if (proxy.isDead()) {
        await rig.stop();
        proxy.revive();
        await rig.operate({ at: proxy.endpoint });
      }
    }
    await acting;
    const left = await settledSnapshotOf(rig);
    for (const [name, uid] of await uidsOf(rig)) {
      if (existed.has(name)) expect(uid, `${name} is the one that was there before`).toBe(existed.get(name));
    }
    expect(record.bothActed()).toEqual([]);
    const writes = proxy.writes.slice(before);
    return { writes: writes.length, end: { made: creationsOf(writes), left } };
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

// `$name` would be cut off.
test.each(moves.map((move) => [move.name, move] as const))(
  '%s ends the same, whichever write the operator is killed at, and never do both APIs act',
  async (_name, move) => {
    const undisturbed = await run(move);
    expect(undisturbed.writes).toBeGreaterThanOrEqual(move.writes);
    const kills = Array.from({ length: undisturbed.writes }, (_, index) => index + 1).flatMap((at) =>
      killsAt(at, move),
    );
    const work = async (): Promise<void> => {
      for (let kill = kills.shift(); kill !== undefined; kill = kills.shift()) {
        const what = `killed ${kill.when} write ${kill.at} of ${undisturbed.writes}`;
        const { end } = await run(move, kill).catch((cause: unknown) => {
          throw new Error(what, { cause });
        });
        expect(end, what).toEqual(undisturbed.end);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  },
  300_000,
);
