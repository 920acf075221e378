import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Not imported: an import of it, whose exports include WebSocket and its like, has Node load its own HTTP client as well, which is 3 MB. */
const { createServer } = process.getBuiltinModule('node:http');

/** Whether something is as it should be: undefined, or what is wrong in a few words. */
export type Probe = () => string | undefined;

/** What is served. */
export interface ProbeOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  /** Failing, the process is killed and started again: only for what a new start mends. */
  readonly healthz: { readonly [name: string]: Probe };
  /** Failing, the process waits or idles. */
  readonly readyz: { readonly [name: string]: Probe };
  readonly registry?: Registry;
}

/** A server of `/healthz`, `/readyz` and `/metrics`. */
export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it. Rejects where the port is taken. Each probe can be asked by itself: `/readyz/caches`. */
export async function serveProbes(options: ProbeOptions): Promise<ProbeServer> {
  const { port, host, healthz, readyz, registry } = options;
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    const [, kind, name] = /^\/(healthz|readyz)(?:\/([\w-]+))?\/?$/.exec(path) ?? [];
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'only GET\n');
    if (path === '/metrics' && registry !== undefined) {
      registry.metrics().then(
        (text) => answer(200, text, registry.contentType),
        () => answer(500, 'the metrics cannot be read\n'),
      );
      return;
    }
    const probes = kind === 'healthz' ? healthz : kind === 'readyz' ? readyz : undefined;
    const asked = Object.entries(probes ?? {}).filter(([each]) => name === undefined || each === name);
    if (probes === undefined || (name !== undefined && asked.length === 0))
      return answer(404, 'there is no such page\n');
    const found = asked.map(([each, probe]) => [each, probe()] as const);
    const lines = found.map(([each, wrong]) => (wrong === undefined ? `[+]${each} ok` : `[-]${each} ${wrong}`));
    const isFine = found.every(([, wrong]) => wrong === undefined);
    answer(isFine ? 200 : 503, `${[...lines, `${kind} check ${isFine ? 'passed' : 'failed'}`].join('\n')}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
