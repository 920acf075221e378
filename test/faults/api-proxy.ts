import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as send } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Endpoint } from '@capstan/kube/testing';

/** What goes wrong with writes; each a share of all of them. */
export interface WriteFaults {
  /** From 0 to 1. */
  readonly rate: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** One write. */
export interface ProxiedWrite {
  /** `POST /path`. */
  readonly line: string;
  /** When it came, in milliseconds. */
  readonly at: number;
  /** What the server answered, whether the client heard it or not; absent where the server never had it. */
  status?: number;
}

/** A way to an API server on which things go wrong. Events, Leases and what is only tried do not count as writes. */
export interface ApiProxy {
  readonly endpoint: Endpoint;
  /** Writes that came since the start. */
  readonly writes: readonly ProxiedWrite[];
  /** Dies at the nth write from now: before the server has it, or after and without an answer. */
  cut(n: number, when: 'before' | 'after'): void;
  /** Has something done between the first write like this that the server takes and the answer to it. */
  afterNext(like: RegExp, what: () => Promise<unknown>): void;
  /** The next request like this is never answered, whether the server has it or not. */
  swallowNext(like: RegExp, when: 'before' | 'after'): void;
  /** How many requests were swallowed. */
  readonly swallowed: () => number;
  /** Nothing passes any more, and nothing is answered. */
  die(): void;
  readonly isDead: () => boolean;
  /** Lives again. */
  revive(): void;
  /** Every answer comes so much later. */
  delay(milliseconds: number): void;
  fail(faults: WriteFaults): void;
  /** Tears every watch that is open. */
  tearWatches(): void;
  /** Tears every watch that is open, and where one wants to go on the version is gone: 410. */
  expireWatches(): void;
  /** As a server that is restarted: dead until it has been asked so often in vain, and then old versions are gone. */
  restart(refusals: number): void;
  /** How many watches were told that their version is gone. */
  readonly expired: () => number;
  close(): Promise<void>;
}

/** Starts one in front of a control plane, for whoever the endpoint's token is of. */
export async function startApiProxy(plane: Endpoint): Promise<ApiProxy> {
  const agent = new Agent({ ca: plane.ca, keepAlive: true });
  const sockets = new Set<Socket>();
  const watches = new Map<ServerResponse, string>();
  const writes: ProxiedWrite[] = [];
  const gone = new Set<string>();
  let isDead = false;
  let cut: { left: number; readonly when: 'before' | 'after' } | undefined;
  let delayMs = 0;
  let faults: WriteFaults | undefined;
  let refusals = Number.POSITIVE_INFINITY;
  let expired = 0;
  let between: { readonly like: RegExp; readonly what: () => Promise<unknown> } | undefined;
  let unheard: { readonly like: RegExp; readonly when: 'before' | 'after' } | undefined;
  let swallowed = 0;

  const die = (): void => {
    isDead = true;
    for (const socket of sockets) socket.destroy();
  };

  const revive = (): void => {
    isDead = false;
    refusals = Number.POSITIVE_INFINITY;
    cut = undefined;
  };
  const tearWatches = (): void => {
    for (const watch of watches.keys()) watch.destroy();
  };
  const expireWatches = (): void => {
    for (const path of watches.values()) gone.add(path);
    tearWatches();
  };

  const server = createServer((request, response) => {
    const isWrite = counts(request);
    const write: ProxiedWrite = { line: `${request.method} ${request.url}`, at: performance.now() };
    // What is only tried while nothing passes counts as well: who must not write must not try to.
    if (isWrite) writes.push(write);
    if (isDead) {
      if (--refusals <= 0) revive();
      return void request.socket.destroy();
    }
    const watched = watchedPath(request);
    // One that asks for everything there is does not go on from a version.
    if (watched !== undefined && !request.url?.includes('sendInitialEvents=true') && gone.delete(watched)) {
      expired++;
      return refuse(request, response, 410);
    }
    const isCut = isWrite && cut !== undefined && --cut.left === 0;
    if (isCut && cut?.when === 'before') return die();
    const swallow = unheard?.like.test(write.line) ? unheard.when : undefined;
    if (swallow !== undefined) {
      unheard = undefined;
      swallowed++;
      if (swallow === 'before') return void request.resume();
    }
    const fault = isWrite ? faultOf(faults) : undefined;
    if (fault === 'lost before') return void request.socket.destroy();
    if (fault !== undefined && fault !== 'lost after') return refuse(request, response, fault);
    const to = new URL(plane.url);
    const headers = { ...request.headers, host: to.host, authorization: `Bearer ${plane.token}` };
    const { method, url } = request;
    const upstream = send({ agent, host: to.hostname, port: to.port, path: url, method, headers }, async (answer) => {
      write.status = answer.statusCode ?? 500;
      if (isWrite && write.status < 300 && between?.like.test(write.line)) {
        const { what } = between;
        between = undefined;
        await what();
      }
      if (swallow !== undefined) return void answer.resume();
      if (isCut) return die();
      if (isDead || fault === 'lost after') return void request.socket.destroy();
      const pass = (): void => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      };
      if (watched !== undefined) {
        watches.set(response, watched);
        response.once('close', () => watches.delete(response));
      }
      if (delayMs === 0) pass();
      else setTimeout(pass, delayMs);
    });
    upstream.on('error', () => request.socket.destroy());
    // A write that is on its way arrives, whoever asked for it has died since.
    if (!isWrite) response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: { url: `http://127.0.0.1:${port}`, ca: plane.ca, token: plane.token },
    writes,
    cut(n, when) {
      cut = { left: n, when };
    },
    afterNext(like, what) {
      between = { like, what };
    },
    swallowNext(like, when) {
      unheard = { like, when };
    },
    swallowed: () => swallowed,
    die,
    isDead: () => isDead,
    delay(milliseconds) {
      delayMs = milliseconds;
    },
    fail(next) {
      faults = next;
    },
    revive,
    tearWatches,
    expireWatches,
    restart(times) {
      expireWatches();
      refusals = times;
      die();
    },
    expired: () => expired,
    async close() {
      die();
      agent.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** True for what changes an object that matters. */
function counts({ method = '', url = '' }: IncomingMessage): boolean {
  const isChange = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE';
  return isChange && !/dryRun=All|\/events|\/leases/.test(url);
}

/** What a watch is of; undefined for what is no watch. */
function watchedPath({ url = '' }: IncomingMessage): string | undefined {
  return url.includes('watch=true') ? url.split('?', 1)[0] : undefined;
}

type Fault = 409 | 429 | 500 | 'lost before' | 'lost after';

const all: readonly Fault[] = [409, 429, 500, 'lost before', 'lost after'];

function faultOf(faults: WriteFaults | undefined): Fault | undefined {
  if (faults === undefined || faults.random() >= faults.rate) return undefined;
  return all[Math.floor(faults.random() * all.length)];
}

const reasons = { 409: 'Conflict', 429: 'TooManyRequests', 410: 'Expired', 500: 'InternalError' } as const;

function refuse(request: IncomingMessage, response: ServerResponse, code: keyof typeof reasons): void {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: reasons[code],
    code,
    message: 'made up',
  };
  request.resume();
  response.writeHead(code, { 'content-type': 'application/json', ...(code === 429 && { 'retry-after': '0' }) });
  response.end(JSON.stringify(status));
}
