import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy that does nothing but CONNECT. */
export interface ConnectProxy {
  /** `http://127.0.0.1:PORT`, or `https://` where it has a certificate. */
  readonly url: string;
  /** Where clients wanted to go, oldest first. */
  readonly targets: readonly string[];
  /** How many ways through there are now, and how many there have been at a time. */
  readonly tunnels: { readonly open: number; readonly most: number };
  close(): Promise<void>;
}

/** What one may be told: its certificate, and the `Proxy-Authorization` without which it lets nobody through. */
export interface ConnectProxyOptions {
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly authorization?: string;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startConnectProxy({ tls, authorization }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const tunnels = { open: 0, most: 0 };
  const server: Server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    client.on('error', () => client.destroy());
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const target = request.url ?? '';
    targets.push(target);
    const { hostname, port } = new URL(`tcp://${target}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    tunnels.open += 1;
    tunnels.most = Math.max(tunnels.most, tunnels.open);
    sockets.add(client).add(upstream);
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => {
      tunnels.open -= 1;
      client.destroy();
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    tunnels,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
