import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { createWorkQueue } from './work-queue.ts';

const never = new AbortController().signal;

function made() {
  const clock = createFakeClock();
  return { clock, queue: createWorkQueue(clock) };
}

describe('a work queue', () => {
  it('holds a key once however often it is added, so a burst of events is one look', async () => {
    const { queue } = made();
    for (let index = 0; index < 5; index++) queue.add('a');
    queue.add('b');
    expect(queue.depth).toBe(2);
    expect([await queue.take(never), await queue.take(never)]).toEqual(['a', 'b']);
    expect(queue.depth).toBe(0);
  });

  it('gives a key to nobody else while it is worked on, and again afterwards: two never write to one object', async () => {
    const { queue } = made();
    queue.add('a');
    const key = await queue.take(never);
    queue.add('a');
    const next = queue.take(never);
    let given = false;
    void next.then(() => {
      given = true;
    });
    await Promise.resolve();
    expect(given).toBe(false);
    queue.done(key);
    expect(await next).toBe('a');
  });

  it('gives what is urgent first, and keeps the order of the rest', async () => {
    const { queue } = made();
    queue.add('a');
    queue.add('b');
    queue.add('c', { priority: 10 });
    queue.add('b', { priority: 5 });
    const order = [];
    for (let index = 0; index < 3; index++) order.push(await queue.take(never));
    expect(order).toEqual(['c', 'b', 'a']);
  });

  it('wakes nobody once it is closed, so that a process that is told to stop is not held for what was due in ten minutes', async () => {
    let sleeping = 0;
    const clock = createFakeClock();
    const sleep: typeof clock.sleep = (milliseconds, signal) => {
      sleeping += 1;
      return clock.sleep(milliseconds, signal).finally(() => {
        sleeping -= 1;
      });
    };
    const queue = createWorkQueue({ ...clock, sleep });
    queue.add('a', { afterMs: 600_000 });
    expect(sleeping).toBe(1);
    queue.close();
    queue.add('b', { afterMs: 1 });
    await clock.advance(0);
    expect(sleeping).toBe(0);
  });

  it('waits as long as it is told, and no longer than the shortest of several waits', async () => {
    const { queue, clock } = made();
    queue.add('a', { afterMs: 1000 });
    queue.add('b', { afterMs: 300 });
    queue.add('a', { afterMs: 500 });
    await clock.advance(299);
    expect(queue.depth).toBe(0);
    await clock.advance(1);
    expect(await queue.take(never)).toBe('b');
    await clock.advance(200);
    expect(await queue.take(never)).toBe('a');
  });

  it('does not wait with what is added without a wait', async () => {
    const { queue, clock } = made();
    queue.add('a', { afterMs: 1000 });
    queue.add('a');
    expect(await queue.take(never)).toBe('a');
    queue.done('a');
    await clock.advance(2000);
    expect(queue.depth).toBe(0);
  });

  it('stops those who wait for a key when they are stopped, and gives the key to the next', async () => {
    const { queue } = made();
    const stopping = new AbortController();
    const stopped = queue.take(stopping.signal);
    const other = queue.take(never);
    stopping.abort(new Error('stop'));
    await expect(stopped).rejects.toThrow('stop');
    queue.add('a');
    expect(await other).toBe('a');
  });

  it('loses no key and gives none twice at a time, whatever is done in whatever order', async () => {
    const action = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        key: fc.constantFrom('a', 'b', 'c'),
        afterMs: fc.constantFrom(0, 0, 10, 20),
        priority: fc.nat(2),
      }),
      fc.record({ do: fc.constant('take' as const) }),
      fc.record({ do: fc.constant('done' as const) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(5, 10, 30) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
        const { queue, clock } = made();
        const owed = new Set<string>();
        const held: string[] = [];
        const take = (): void =>
          void queue.take(never).then((key) => {
            expect(held).not.toContain(key);
            owed.delete(key);
            held.push(key);
          });
        for (const each of actions) {
          if (each.do === 'add') {
            queue.add(each.key, each);
            owed.add(each.key);
          } else if (each.do === 'take') take();
          else if (each.do === 'done') {
            const key = held.shift();
            if (key !== undefined) queue.done(key);
          } else await clock.advance(each.ms);
          await Promise.resolve();
        }
        for (let round = 0; round < 8; round++) {
          for (const key of held.splice(0)) queue.done(key);
          take();
          await clock.advance(50);
        }
        expect([...owed]).toEqual([]);
      }),
      { seed: 20261125, numRuns: 500 },
    );
  });
});

it('a key that keeps failing waits twice as long each time, up to a limit, until it succeeds', () => {
  const limiter = createRateLimiter({ firstMs: 5, mostMs: 30 });
  expect([1, 2, 3, 4, 5].map(() => limiter.next('a'))).toEqual([5, 10, 20, 30, 30]);
  expect(limiter.next('b')).toBe(5);
  limiter.forget('a');
  expect(limiter.next('a')).toBe(5);
});
