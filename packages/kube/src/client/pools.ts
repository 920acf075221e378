import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Endpoint } from './endpoint.ts';

/** The connections to one API server. */
export interface Pools {
  /** 16 connections at most: measured, more are no faster. */
  readonly requests: Dispatcher;
  /** As many as there are watches: over HTTP/1.1 each holds its own. */
  readonly watches: Dispatcher;
  /** Drops all of them. */
  close(): Promise<void>;
}

/**
 * HTTP/1.1: measured, HTTP/2 is no faster. Through the proxy where the endpoint has one. Certificates are verified, whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function createPools(endpoint: Endpoint): Pools {
  const requests = dispatcherOf(endpoint, { connections: 16 });
  const watches = dispatcherOf(endpoint, { bodyTimeout: 0, headersTimeout: 60_000 });
  return {
    requests,
    watches,
    async close() {
      await Promise.all([requests.destroy(), watches.destroy()]);
    },
  };
}

const socketOptions = { keepAlive: true, keepAliveInitialDelay: 30_000, timeout: 10_000 };

function dispatcherOf({ proxy, ca, serverName, clientCertificate }: Endpoint, options: Agent.Options): Dispatcher {
  const connect = {
    ...socketOptions,
    rejectUnauthorized: true,
    allowH2: false,
    ...(ca !== undefined && { ca }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(clientCertificate !== undefined && { cert: clientCertificate.certificate, key: clientCertificate.key }),
  };
  if (proxy === undefined) return new Agent({ ...options, connect, allowH2: false });
  return new ProxyAgent({
    ...options,
    uri: proxy,
    // A tunnel for servers without TLS too: what undici forwards instead keeps to no limit of connections.
    proxyTunnel: true,
    allowH2: false,
    requestTls: connect,
    // A proxy's own certificate is often of the cluster's authority, by which alone client-go knows it. Ours for the server is
    // no business of the proxy.
    proxyTls: {
      ...socketOptions,
      rejectUnauthorized: true,
      allowH2: false,
      ...(ca !== undefined && { ca: [...getCACertificates('default'), ca] }),
    },
  });
}
