import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { connect } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import type { KubeClient } from '../client/client.ts';
import { systemClock } from '../clock.ts';
import { sleep, until } from '../testing/poll.ts';
import { type LeaseOptions, runWhileLeading } from './lease.ts';

const client = connect();
const times = { durationMs: 1000, renewDeadlineMs: 600, retryMs: 100 };

interface Candidate {
  readonly stop: AbortController;
  readonly done: Promise<string>;
  isLeading(): boolean;
}

function candidate(namespace: string, identity: string, changes: Partial<LeaseOptions> = {}): Candidate {
  const stop = new AbortController();
  let leading = false;
  const options = { client, namespace, name: 'leader', identity, ...times, clock: systemClock, random: Math.random };
  const done = runWhileLeading({ ...options, signal: stop.signal, ...changes }, async (signal) => {
    leading = true;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    leading = false;
  });
  return { stop, done, isLeading: () => leading };
}

const leads = (who: Candidate) => until('a leader', () => (who.isLeading() ? true : undefined), { intervalMs: 5 });

/** A client that can be cut off from the server. */
function cuttable(): { client: KubeClient; cut(): void } {
  let isCut = false;
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      isCut ? Promise.reject(new Error('cut off')) : call(...args);
  return {
    client: { ...client, get: guard(client.get), mergePatch: guard(client.mergePatch), create: guard(client.create) },
    cut: () => {
      isCut = true;
    },
  };
}

describe('a Lease', () => {
  test('is held by one, and given to the next when that one stops', async () => {
    const namespace = await createNamespace(client, 'lease');
    const first = candidate(namespace, 'first');
    await leads(first);
    const holders: string[] = [];
    const second = candidate(namespace, 'second', { onHolder: (holder) => holders.push(holder) });
    await until('the second to see who holds it', () => (holders.includes('first') ? true : undefined));
    expect(second.isLeading()).toBe(false);
    first.stop.abort();
    expect(await first.done).toBe('stopped');
    await leads(second);
    second.stop.abort();
    expect(await second.done).toBe('stopped');
  });

  test('of one who is cut off goes to another, and the first has stopped before: never two at a time', async () => {
    const namespace = await createNamespace(client, 'lease');
    const { client: own, cut } = cuttable();
    const first = candidate(namespace, 'first', { client: own });
    await leads(first);
    const second = candidate(namespace, 'second');
    let both = false;
    const watching = (async () => {
      while (!second.isLeading()) {
        await sleep(2);
        both ||= first.isLeading() && second.isLeading();
      }
    })();
    cut();
    await watching;
    expect(both).toBe(false);
    expect(first.isLeading()).toBe(false);
    expect(await first.done).toBe('lost');
    second.stop.abort();
    await second.done;
  });

  test('that somebody takes by force is lost at once', async () => {
    const namespace = await createNamespace(client, 'lease');
    const first = candidate(namespace, 'first');
    await leads(first);
    const ref = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name: 'leader' };
    await client.mergePatch(ref, { spec: { holderIdentity: randomUUID() } });
    expect(await first.done).toBe('lost');
  });

  test('with ten who want it has one leader at any time', async () => {
    const namespace = await createNamespace(client, 'lease');
    const all = Array.from({ length: 10 }, (_, index) => candidate(namespace, `c${index}`));
    for (let round = 0; round < 3; round++) {
      await until('a leader', () => (all.some((each) => each.isLeading()) ? true : undefined), { intervalMs: 2 });
      const leading = all.filter((each) => each.isLeading());
      expect(leading).toHaveLength(1);
      leading[0]?.stop.abort();
      await leading[0]?.done;
    }
    for (const each of all) each.stop.abort();
    await Promise.all(all.map(({ done }) => done));
  });

  test('needs times in which the one who loses it stops before another may start', async () => {
    const never = new AbortController();
    const options = { client, namespace: 'n', name: 'l', identity: 'i', clock: systemClock, random: Math.random };
    const given = { ...options, signal: never.signal, durationMs: 10, renewDeadlineMs: 10, retryMs: 1 };
    await expect(runWhileLeading(given, async () => {})).rejects.toThrow('the deadline is before its end');
  });
});
