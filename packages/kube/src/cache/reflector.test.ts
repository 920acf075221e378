import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from '../client/transport.ts';
import { until } from '../testing/poll.ts';
import { type Fault, type ScriptedServer, startScriptedServer } from '../testing/scripted-server.ts';
import { reflect } from './reflector.ts';
import { type Change, createStore } from './store.ts';

const seed = Number(process.env['CAPSTAN_LAW_SEED'] ?? 20261125);
const numRuns = Number(process.env['CAPSTAN_WATCH_RUNS'] ?? 150);

/** Times short enough for tests; what is waited for is always a condition. */
const times = { firstMs: 2, mostMs: 20, resetMs: 60_000 };

interface Followed {
  readonly server: ScriptedServer;
  readonly store: ReturnType<typeof createStore<'value'>>;
  readonly changes: Change[];
  readonly troubles: unknown[];
  isSynced(): boolean;
  stop(): Promise<void>;
}

const running: Followed[] = [];

async function follow(setUp: (server: ScriptedServer) => void = () => {}, streamsLists = true): Promise<Followed> {
  const server = await startScriptedServer({ streamsLists });
  setUp(server);
  const changes: Change[] = [];
  const troubles: unknown[] = [];
  const store = createStore({ value: ({ data }) => [String((data as { value: string }).value)] }, (change) =>
    changes.push(change),
  );
  const transport = createTransport({ url: server.url });
  const stopping = new AbortController();
  let synced = 0;
  const done = reflect({
    transport,
    target: { path: '/api/v1/configmaps', apiVersion: 'v1', kind: 'ConfigMap' },
    store,
    signal: stopping.signal,
    backoff: times as never,
    silenceMs: 150,
    onSynced: () => {
      synced += 1;
    },
    onTrouble: (error) => troubles.push(error),
  });
  const followed: Followed = {
    server,
    store,
    changes,
    troubles,
    isSynced: () => synced === 1,
    async stop() {
      stopping.abort();
      await done;
      await transport.close();
      await server.close();
    },
  };
  running.push(followed);
  return followed;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

/** What the cache and the server have, as `name=value`. */
const have = (objects: Iterable<{ metadata: { name: string }; data?: unknown }>): string[] =>
  Array.from(objects, ({ metadata, data }) => `${metadata.name}=${(data as { value: string }).value}`).sort();

async function expectEqual({ server, store, troubles }: Followed): Promise<void> {
  const wanted = JSON.stringify(have(server.objects.values()));
  await until(
    `the cache to equal the server: ${wanted}`,
    () => (JSON.stringify(have(store.list())) === wanted ? true : undefined),
    { timeoutMs: 5000, intervalMs: 2 },
  ).catch((cause: unknown) => {
    throw new Error(`the cache has ${have(store.list())}; troubles: ${troubles.slice(-5).map(String).join('; ')}`, {
      cause,
    });
  });
}

const some = (server: ScriptedServer): void => {
  server.put('a', 1);
  server.put('b', 2);
};

describe.each([true, false])('a cache, of a server that streams lists: %s', (streamsLists) => {
  it('has what there is, and follows what is made, changed and deleted', async () => {
    const followed = await follow(some, streamsLists);
    await expectEqual(followed);
    expect(followed.isSynced()).toBe(true);
    followed.server.put('a', 3);
    followed.server.put('c', 4);
    followed.server.delete('b');
    await expectEqual(followed);
    expect(followed.troubles).toEqual([]);
  });

  const faults: Fault[] = [
    { kind: 'reset', events: 0 },
    { kind: 'reset', events: 1 },
    { kind: 'reset', events: 4 },
    { kind: 'stall', events: 0 },
    { kind: 'stall', events: 3 },
    { kind: 'half line', torn: true, events: 1 },
    { kind: 'half line', torn: false, events: 4 },
    { kind: 'garbage', events: 3 },
    { kind: 'error event', code: 410, events: 0 },
    { kind: 'error event', code: 410, events: 3 },
    { kind: 'error event', code: 500, events: 3 },
    { kind: 'close', events: 0 },
    { kind: 'close', events: 3 },
    { kind: 'status', code: 410 },
    { kind: 'status', code: 429 },
    { kind: 'status', code: 429, retryAfter: 0 },
    { kind: 'status', code: 500 },
    { kind: 'status', code: 503, retryAfter: 0 },
    { kind: 'no bookmarks' },
  ];
  it.each(faults)('equals the server after %j, twice, while objects change', async (fault) => {
    const followed = await follow((server) => {
      some(server);
      server.script.push(fault, fault);
    }, streamsLists);
    followed.server.put('a', 5);
    followed.server.delete('b');
    await until('it to be synced', () => (followed.isSynced() ? true : undefined), { timeoutMs: 5000, intervalMs: 2 });
    followed.server.script.push(fault);
    followed.server.put('d', 6);
    followed.server.put('d', 7);
    followed.server.put('b', 8);
    await expectEqual(followed);
  });

  it('lists anew when its version is gone, and tells of what it had missed', async () => {
    const followed = await follow(some, streamsLists);
    await expectEqual(followed);
    followed.server.script.push({ kind: 'status', code: 500 });
    followed.server.compact();
    followed.server.delete('a');
    followed.server.put('a', 9);
    await expectEqual(followed);
  });
});

it('shows nobody half of a list', async () => {
  const { store, server, changes } = await follow((scripted) => {
    some(scripted);
    scripted.script.push({ kind: 'stall', events: 1 });
  });
  await until('the first list to stall', () => (server.requests.length > 0 ? true : undefined));
  expect(store.size).toBe(0);
  expect(changes).toEqual([]);
});

it('takes a list in pages where it is long', async () => {
  const followed = await follow((server) => {
    for (let index = 0; index < 1201; index++) server.put(`o${index}`, index);
  }, false);
  await expectEqual(followed);
  expect(followed.server.requests.filter((query) => query.get('limit') === '500')).toHaveLength(3);
});

it('asks for bookmarks and for an end after five to ten minutes', async () => {
  const followed = await follow(some);
  await expectEqual(followed);
  const [query] = followed.server.requests;
  expect(query?.get('allowWatchBookmarks')).toBe('true');
  expect(Number(query?.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
  expect(Number(query?.get('timeoutSeconds'))).toBeLessThan(600);
});

it('keeps no managedFields, which are a third of an object', async () => {
  const followed = await follow(some);
  await expectEqual(followed);
  for (const { metadata } of followed.store.list()) expect(metadata).not.toHaveProperty('managedFields');
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('status' as const), code: fc.constantFrom(410, 429, 500, 503, 401) }),
  fc.record({
    kind: fc.constantFrom('reset' as const, 'stall' as const, 'garbage' as const, 'close' as const),
    events: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('half line' as const), events: fc.nat(5), torn: fc.boolean() }),
  fc.record({ kind: fc.constant('error event' as const), events: fc.nat(5), code: fc.constantFrom(410, 429, 500) }),
);
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), name: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.nat(99) }),
  fc.record({ do: fc.constant('delete' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
  fc.record({ do: fc.constant('compact' as const) }),
  fc.record({ do: fc.constant('fault' as const), fault }),
);

it(`equals the server after any faults in any order (seed ${seed}, ${numRuns} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 12 }), async (streamsLists, steps) => {
      const followed = await follow(some, streamsLists);
      for (const each of steps) {
        if (each.do === 'put') followed.server.put(each.name, each.value);
        else if (each.do === 'delete') followed.server.delete(each.name);
        else if (each.do === 'compact') followed.server.compact();
        else followed.server.script.push(each.fault);
        await new Promise(setImmediate);
      }
      await expectEqual(followed);
      // Nobody who follows the changes knows of something else than the cache.
      const told = new Map<string, unknown>();
      for (const { before, after } of followed.changes) {
        if (after === undefined) told.delete(before.metadata.name);
        else told.set(after.metadata.name, after);
      }
      expect(have(told.values() as Iterable<never>)).toEqual(have(followed.store.list()));
      await followed.stop();
      running.splice(running.indexOf(followed), 1);
    }),
    { seed, numRuns },
  );
});
