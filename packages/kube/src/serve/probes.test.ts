import { afterEach, expect, it } from 'vitest';
import { createMetrics } from '../metrics/metrics.ts';
import { type ProbeServer, serveProbes } from './probes.ts';

const servers: ProbeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(wrong: { caches?: string } = {}) {
  const metrics = createMetrics();
  metrics.leading('lease', true);
  const server = await serveProbes({
    port: 0,
    host: '127.0.0.1',
    healthz: { ping: () => undefined },
    readyz: { caches: () => wrong.caches, lease: () => undefined },
    registry: metrics.registry,
  });
  servers.push(server);
  return async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return [response.status, await response.text()];
  };
}

it('says that all is well, probe by probe', async () => {
  const get = await serve();
  expect(await get('/healthz')).toEqual([200, '[+]ping ok\nhealthz check passed\n']);
  expect(await get('/readyz')).toEqual([200, '[+]caches ok\n[+]lease ok\nreadyz check passed\n']);
});

it('says what is not, and asks one probe alone where one is named', async () => {
  const get = await serve({ caches: 'Machines are not listed yet' });
  const failed = '[-]caches Machines are not listed yet\n[+]lease ok\nreadyz check failed\n';
  expect(await get('/readyz')).toEqual([503, failed]);
  expect((await get('/readyz/lease'))[0]).toBe(200);
  expect((await get('/readyz/caches'))[0]).toBe(503);
  expect((await get('/healthz'))[0]).toBe(200);
});

it('has the metrics, and nothing else', async () => {
  const get = await serve();
  expect((await get('/metrics'))[1]).toContain('leader_election_master_status{name="lease"} 1');
  expect(await get('/readyz/nothing')).toEqual([404, 'there is no such page\n']);
  expect((await get('/'))[0]).toBe(404);
  expect((await get('/healthz', 'POST'))[0]).toBe(405);
});

it('tells of a port that is taken', async () => {
  await serve();
  const taken = servers[0]?.port ?? 0;
  const again = serveProbes({ port: taken, host: '127.0.0.1', healthz: {}, readyz: {} });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
