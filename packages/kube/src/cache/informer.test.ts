import { afterEach, expect, it } from 'vitest';
import { createTransport } from '../client/transport.ts';
import { until } from '../testing/poll.ts';
import { startScriptedServer } from '../testing/scripted-server.ts';
import { createInformer } from './informer.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('tells every follower of everything, also one that comes late, and no longer one that has left', async () => {
  const server = await startScriptedServer({ streamsLists: true });
  const transport = createTransport({ url: server.url });
  const stopping = new AbortController();
  const informer = createInformer({
    transport,
    target: { path: '/api/v1/configmaps', apiVersion: 'v1', kind: 'ConfigMap' },
    indices: {},
  });
  const told: { readonly [who in 'early' | 'late' | 'left']: string[] } = { early: [], late: [], left: [] };
  const tell = (who: keyof typeof told) =>
    informer.follow(({ type, after, before }) => void told[who].push(`${type} ${(after ?? before)?.metadata.name}`));
  tell('early');
  const leave = tell('left');
  const done = informer.run(stopping.signal);
  closing.push(async () => {
    stopping.abort();
    await done;
    await transport.close();
    await server.close();
  });
  server.put('a', 1);
  await informer.synced(stopping.signal);
  await until('the object', () => (informer.store.size === 1 ? true : undefined));
  tell('late');
  leave();
  server.put('b', 2);
  server.delete('a');
  await until('the changes', () => (told.late.length === 3 ? true : undefined));
  expect(told.early).toEqual(['added a', 'added b', 'deleted a']);
  expect(told.late).toEqual(told.early);
  expect(told.left).toEqual(['added a']);
});

it('tells the others, and keeps the cache, when one follower throws', async () => {
  const server = await startScriptedServer({ streamsLists: true });
  const transport = createTransport({ url: server.url });
  const stopping = new AbortController();
  const errors: unknown[] = [];
  const informer = createInformer({
    transport,
    target: { path: '/api/v1/configmaps', apiVersion: 'v1', kind: 'ConfigMap' },
    indices: {},
    onFollowerError: (error) => errors.push(error),
  });
  const told: string[] = [];
  informer.follow(() => {
    throw new Error('a bug');
  });
  informer.follow(({ type }) => void told.push(type));
  const done = informer.run(stopping.signal);
  closing.push(async () => {
    stopping.abort();
    await done;
    await transport.close();
    await server.close();
  });
  server.put('a', 1);
  server.put('a', 2);
  await until('both changes', () =>
    informer.store.get('n/a')?.['data'] !== undefined && told.length > 0 ? true : undefined,
  );
  expect(errors).toHaveLength(told.length);
  // One list, and one watch that goes on: the server was asked once.
  expect(server.requests).toHaveLength(1);
});

it('does not wait for a server that never comes once it is stopped', async () => {
  const transport = createTransport({ url: 'http://127.0.0.1:9' });
  const informer = createInformer({ transport, target: { path: '/x', apiVersion: 'v1', kind: 'X' }, indices: {} });
  const stopping = new AbortController();
  const done = informer.run(stopping.signal);
  const synced = informer.synced(stopping.signal);
  stopping.abort(new Error('stop'));
  await expect(synced).rejects.toThrow('stop');
  await done;
  await transport.close();
});
