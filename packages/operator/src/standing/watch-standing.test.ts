import type { Clock } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { allFields, factsOf, gatesOf } from '../testing/standing-facts.ts';
import type { Standing, StandingFacts } from './standing.ts';
import { watchStanding } from './watch-standing.ts';

/** Watches while there are looks to take; returns what was reported and how long was waited after each look. */
async function watch(looks: readonly (StandingFacts | Error)[], onChange?: () => void) {
  const stop = new AbortController();
  const left = [...looks];
  const waits: number[] = [];
  const reported: (string | undefined)[] = [];
  const troubles: unknown[] = [];
  const clock: Clock = {
    monotonic: () => 0,
    now: () => new Date(0),
    async sleep(milliseconds) {
      waits.push(milliseconds);
      if (left.length === 0) stop.abort(new Error('enough'));
    },
  };
  const name = (standing: Standing | undefined) => (standing?.act ? 'acting' : standing?.reason);
  await watchStanding({
    gather: async () => {
      const look = left.shift();
      if (look === undefined || look instanceof Error) throw look;
      return look;
    },
    clock,
    random: () => 0,
    signal: stop.signal,
    intervalMs: 30_000,
    onChange: (standing, before) => {
      reported.push(`${name(before)} -> ${name(standing)}`);
      onChange?.();
    },
    onTrouble: (error) => troubles.push(error),
  });
  return { reported, waits, troubles };
}

const acts = factsOf();
const off = factsOf({ gates: gatesOf({ MachineAPIMigration: false }) });

describe('watching whether the operator may act', () => {
  it('tells the first standing, and then only what is different', async () => {
    const { reported } = await watch([off, off, acts, factsOf(), off]);
    expect(reported).toEqual(['undefined -> FeatureGateOff', 'FeatureGateOff -> acting', 'acting -> FeatureGateOff']);
  });

  it('tells when acting goes on in another way: without synchronizedAPI, or only to finish', async () => {
    const other = factsOf({ machineApi: { Machine: allFields, MachineSet: { ...allFields, synchronizedApi: false } } });
    const { reported } = await watch([acts, other, { ...off, isMigrating: true }, off]);
    expect(reported).toEqual([
      'undefined -> acting',
      'acting -> acting',
      'acting -> acting',
      'acting -> FeatureGateOff',
    ]);
  });

  it('changes nothing while the API server does not answer, says why, and asks less and less often', async () => {
    const error = new Error('503');
    const { reported, waits, troubles } = await watch([acts, ...Array<Error>(8).fill(error), acts, error]);
    expect(reported).toEqual(['undefined -> acting']);
    expect(troubles).toEqual(Array(9).fill(error));
    expect(waits).toEqual([30_000, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 30_000, 1000]);
  });

  it('says nothing before it knows', async () => {
    expect((await watch([new Error('503')])).reported).toEqual([]);
  });

  it('ends with the error of who is told', async () => {
    const failing = watch([acts], () => {
      throw new Error('bug');
    });
    await expect(failing).rejects.toThrow('bug');
  });
});
