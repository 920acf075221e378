import { describe, expect, it } from 'vitest';
import { createLogger, silentLogger } from '../log/logger.ts';
import { createRateLimiter } from '../queue/rate-limiter.ts';
import { createWorkQueue } from '../queue/work-queue.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { type Reconcile, runController, TerminalError } from './controller.ts';

function run(reconcile: Reconcile, workers = 1) {
  const clock = createFakeClock();
  const queue = createWorkQueue(clock);
  const stopping = new AbortController();
  const results: string[] = [];
  const limiter = createRateLimiter();
  const onResult = (key: string, result: string) => void results.push(`${key} ${result}`);
  const lines: string[] = [];
  const log = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  let looks = 0;
  const newId = () => `look-${++looks}`;
  const options = { name: 'test', queue, limiter, reconcile, clock, log, newId, workers, onResult };
  const done = runController({ ...options, signal: stopping.signal });
  return {
    clock,
    queue,
    limiter,
    results,
    logged: () => lines.map((line) => JSON.parse(line)),
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

describe('a controller', () => {
  it('looks at each key once, and again only after what was asked for', async () => {
    const { queue, clock, results, stop } = run(async (key) => (key === 'b' ? { requeueAfterMs: 100 } : undefined));
    queue.add('a');
    queue.add('b');
    await clock.advance(99);
    expect(results).toEqual(['a success', 'b requeue_after']);
    await clock.advance(1);
    expect(results).toEqual(['a success', 'b requeue_after', 'b requeue_after']);
    await stop();
  });

  it('tries what failed again, later each time, and forgets the failures after a success', async () => {
    let failures = 3;
    const { queue, clock, results, limiter, stop } = run(async () => {
      if (failures-- > 0) throw new Error('not yet');
      return undefined;
    });
    queue.add('a');
    await clock.advance(34);
    expect(results).toEqual(['a error', 'a error', 'a error']);
    await clock.advance(1);
    expect(results.at(-1)).toBe('a success');
    expect(limiter.failures('a')).toBe(0);
    await stop();
  });

  it('does not try again what will fail again, until something changes', async () => {
    const { queue, clock, results, stop } = run(async () => {
      throw new TerminalError('a value that cannot be converted');
    });
    queue.add('a');
    await clock.advance(1_000_000);
    expect(results).toEqual(['a terminal_error']);
    queue.add('a');
    await clock.advance(1);
    expect(results).toHaveLength(2);
    await stop();
  });

  it('never looks at one key twice at a time, however many workers it has', async () => {
    let busy = 0;
    let most = 0;
    const { queue, clock, results, stop } = run(async () => {
      busy += 1;
      most = Math.max(most, busy);
      await clock.sleep(10);
      busy -= 1;
      return undefined;
    }, 4);
    queue.add('a');
    await clock.advance(5);
    queue.add('a');
    await clock.advance(50);
    expect(most).toBe(1);
    expect(results).toEqual(['a success', 'a success']);
    await stop();
  });

  it('goes on when who is told of results throws, the log too, and takes no success for a failure', async () => {
    let looks = 0;
    const clock = createFakeClock();
    const queue = createWorkQueue(clock);
    const stopping = new AbortController();
    const reconcile = async (key: string) => {
      looks += 1;
      if (key === 'bad') throw new TerminalError('no');
      return undefined;
    };
    const onResult = () => {
      throw new Error('a metric of that name is there already');
    };
    const broken = { ...silentLogger, error: onResult, warn: onResult, debug: onResult };
    const log = { ...broken, child: () => broken };
    const options = { name: 'test', queue, limiter: createRateLimiter(), reconcile, clock, log, workers: 1, onResult };
    const done = runController({ ...options, signal: stopping.signal });
    for (const key of ['good', 'bad', 'other']) queue.add(key);
    await clock.advance(1_000_000);
    expect(looks).toBe(3);
    stopping.abort();
    await done;
  });

  it('stops with the look that is under way told, and starts no other', async () => {
    let told: unknown;
    const { queue, clock, results, stop } = run(
      (_, { signal }) =>
        clock.sleep(1000, signal).catch((error: unknown) => {
          told = error;
          throw error;
        }) as Promise<undefined>,
    );
    queue.add('a');
    queue.add('b');
    await clock.advance(10);
    await stop();
    expect(told).toMatchObject({ name: 'AbortError' });
    expect(results).toEqual([]);
  });

  it('logs a failure once a look, by controller, object and look, and a success not at all', async () => {
    const { queue, clock, logged, stop } = run(async (key, { log }) => {
      log.info({}, 'looking');
      if (key === 'ns/bad') throw new TerminalError('cannot be converted');
      if (key === 'ns/weak')
        throw new Error('not yet', { cause: Object.assign(new Error('reset'), { code: 'EPIPE' }) });
      return undefined;
    });
    for (const key of ['ns/good', 'ns/bad', 'ns/weak']) queue.add(key);
    await clock.advance(1);
    await stop();
    const common = (object: string, n: number) => ({ controller: 'test', object, reconcileID: `look-${n}` });
    expect(logged()).toMatchObject([
      { level: 'info', msg: 'looking', ...common('ns/good', 1) },
      { level: 'info', msg: 'looking', ...common('ns/bad', 2) },
      { level: 'warn', ...common('ns/bad', 2), error: { message: 'cannot be converted' } },
      { level: 'info', msg: 'looking', ...common('ns/weak', 3) },
      { level: 'error', ...common('ns/weak', 3), error: { message: 'not yet', cause: { code: 'EPIPE' } } },
    ]);
    expect(logged()).toHaveLength(5);
  });
});
