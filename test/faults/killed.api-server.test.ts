import { until } from '@capstan/kube/testing';
import { describe, expect, test } from 'vitest';
import { syncedFixtures } from '../sync/pairs.ts';
import { startRig } from '../sync/rig.ts';
import { fixtureOf } from '../sync/sets.ts';
import { startApiProxy } from './api-proxy.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { creationsOf, snapshotOf, uidsOf } from './snapshot.ts';

// Every platform on demand: CAPSTAN_FAULTS=all. They have the same writes, so AWS alone finds what is wrong with them.
const fixtures = process.env['CAPSTAN_FAULTS'] === 'all' ? syncedFixtures : [fixtureOf('AWS')];

/** So many rigs at a time. */
const atOnce = 6;

describe.each(fixtures)('on $type', (fixture) => {
  /** Runs a scenario, killed at a write or not at all; gives how many writes there were, what they made, and what is left. */
  async function run(scenario: Scenario, kill?: { readonly at: number; readonly when: 'before' | 'after' }) {
    const rig = await startRig(fixture);
    const proxy = await startApiProxy(rig.endpoint);
    try {
      await rig.start({ at: proxy.endpoint });
      await scenario.before(rig, fixture);
      const before = proxy.writes.length;
      const existed = await uidsOf(rig);
      if (kill !== undefined) proxy.cut(kill.at, kill.when);
      const acting = scenario.act(rig, fixture);
      if (kill !== undefined) {
        // Writes of others can spare one of ours: then it ends without being killed.
        const settled = acting.then(() => scenario.settled(rig)).catch(() => undefined);
        const dead = until(`write ${kill.at} of ${scenario.name}`, () => proxy.isDead() || undefined);
        await Promise.race([dead, settled]);
        dead.catch(() => undefined);
        if (proxy.isDead()) {
          await rig.stop();
          proxy.revive();
          await rig.start({ at: proxy.endpoint });
        }
      }
      await acting;
      await scenario.settled(rig);
      for (const [name, uid] of await uidsOf(rig)) {
        if (existed.has(name)) expect(uid, `${name} is the one that was there before`).toBe(existed.get(name));
      }
      const writes = proxy.writes.slice(before);
      return { writes: writes.length, end: { made: creationsOf(writes), left: await snapshotOf(rig) } };
    } finally {
      await rig.stop();
      await proxy.close();
    }
  }

  test.each(scenarios)('$name ends the same, whichever write the operator is killed at', async (scenario) => {
    const undisturbed = await run(scenario);
    expect(undisturbed.writes).toBeGreaterThan(1);
    const kills = Array.from({ length: undisturbed.writes }, (_, index) => index + 1).flatMap((at) =>
      (['before', 'after'] as const).map((when) => ({ at, when })),
    );
    const work = async (): Promise<void> => {
      for (let kill = kills.shift(); kill !== undefined; kill = kills.shift()) {
        const { end } = await run(scenario, kill);
        expect(end, `killed ${kill.when} write ${kill.at} of ${undisturbed.writes}`).toEqual(undisturbed.end);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });
});
