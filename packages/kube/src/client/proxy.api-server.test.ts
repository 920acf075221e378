import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { controlPlane } from '../../../../test/control-plane/connect.ts';
import { loadClientConfig } from '../kubeconfig/load.ts';
import { type ConnectProxyOptions, startConnectProxy } from '../testing/connect-proxy.ts';
import { until } from '../testing/poll.ts';
import { createClient } from './client.ts';
import type { Endpoint } from './endpoint.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function proxyOf(options: ConnectProxyOptions = {}) {
  const proxy = await startConnectProxy(options);
  closing.push(() => proxy.close());
  return proxy;
}

function clientOf(endpoint: Endpoint) {
  const client = createClient(endpoint);
  closing.push(() => client.close());
  return client;
}

const server = new URL(controlPlane().url).host;

/** A certificate for 127.0.0.1 that the tests' authority vouches for: the API server's own. */
function certificate() {
  const folder = join(dirname(controlPlane().kubeconfigPath), 'certs');
  return {
    cert: readFileSync(join(folder, 'apiserver.crt'), 'utf8'),
    key: readFileSync(join(folder, 'apiserver.key'), 'utf8'),
  };
}

test('a kubeconfig with proxy-url leads through that proxy and no other way', async () => {
  const proxy = await proxyOf();
  const folder = await mkdtemp(join(tmpdir(), 'capstan-proxy-'));
  closing.push(() => rm(folder, { recursive: true }));
  const config = JSON.parse(readFileSync(controlPlane().kubeconfigPath, 'utf8'));
  config.clusters[0].cluster['proxy-url'] = proxy.url;
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(config));
  // NO_PROXY is about the environment's proxy, not about one that is named.
  const { endpoint } = await loadClientConfig({ kubeconfig, env: { NO_PROXY: '*' } });
  await clientOf(endpoint).getPath('/version');
  expect(proxy.targets).toEqual([server]);
});

test('a proxy that speaks TLS may have a certificate of the cluster, and wants its password', async () => {
  const authorization = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
  const proxy = await proxyOf({ tls: certificate(), authorization });
  const through = (user: string) => clientOf({ ...controlPlane(), proxy: proxy.url.replace('//', `//${user}`) });
  expect(await through('user:p%40ss@').getPath('/version')).toHaveProperty('gitVersion');
  expect(proxy.targets).toEqual([server]);
  await expect(through('').getPath('/version')).rejects.toThrow('407');
});

test('a client certificate reaches the server through a proxy', async () => {
  const tls = { ...certificate(), requestCert: true, rejectUnauthorized: false };
  const server = createServer(tls, (request, response) => {
    const peer = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate() : undefined;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ is: peer?.fingerprint256 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => void server.close());
  const proxy = await proxyOf();
  const { cert, key } = certificate();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoint = { url, ca: controlPlane().ca, clientCertificate: { certificate: cert, key }, proxy: proxy.url };
  expect(await clientOf(endpoint).getPath('/')).toEqual({ is: new X509Certificate(cert).fingerprint256 });
  expect(proxy.targets).toHaveLength(1);
});

test('the server behind a proxy is verified as without one, and no environment can ask for less', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  closing.push(async () => void vi.unstubAllEnvs());
  const proxy = await proxyOf();
  const { ca: _, ...stranger } = controlPlane();
  for (const endpoint of [stranger, { ...stranger, proxy: proxy.url }]) {
    const code = expect.stringMatching(/CERT|SIGNATURE/);
    await expect(clientOf(endpoint).getPath('/version')).rejects.toMatchObject({ code });
  }
  const misnamed = clientOf({ ...controlPlane(), serverName: 'other.example.com', proxy: proxy.url });
  await expect(misnamed.getPath('/version')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  const named = clientOf({ ...controlPlane(), serverName: 'kubernetes.default', proxy: proxy.url });
  expect(await named.getPath('/version')).toHaveProperty('gitVersion');
});

test('through a proxy there are 16 connections for requests, and one more for each watch', async () => {
  const proxy = await proxyOf();
  const client = clientOf({ ...controlPlane(), proxy: proxy.url });
  await Promise.all(Array.from({ length: 60 }, () => client.getPath('/version')));
  expect(proxy.tunnels.most).toBe(16);
  const stopping = new AbortController();
  const query = {
    watch: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: 'true',
  };
  const watches = Array.from({ length: 20 }, async () => {
    for await (const chunk of client.transport.stream({ path: '/api/v1/namespaces', query, signal: stopping.signal })) {
      if (chunk.length > 0) await until('the end', () => stopping.signal.aborted || undefined);
    }
  });
  await until('all watches', () => proxy.tunnels.open >= 36 || undefined);
  expect(await client.getPath('/version')).toHaveProperty('gitVersion');
  stopping.abort(new Error('enough'));
  const ends = await Promise.allSettled(watches);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
});

test('a proxy that is gone, or hangs up, is an error and no wait', async () => {
  const proxy = await startConnectProxy();
  await proxy.close();
  await expect(clientOf({ ...controlPlane(), proxy: proxy.url }).getPath('/version')).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
