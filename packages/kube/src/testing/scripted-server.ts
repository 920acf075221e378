import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '../client/object.ts';

/** What goes wrong with one request. After `events` lines of a watch, where that is given, else at once. */
export type Fault =
  | { readonly kind: 'status'; readonly code: number; readonly retryAfter?: number }
  /** The connection is torn. */
  | { readonly kind: 'reset'; readonly events?: number }
  /** Nothing comes any more, and the connection stays. */
  | { readonly kind: 'stall'; readonly events?: number }
  /** Half of a line, then the end: torn, or closed in good order. */
  | { readonly kind: 'half line'; readonly events?: number; readonly torn: boolean }
  /** A line that is no event. */
  | { readonly kind: 'garbage'; readonly events?: number }
  /** An ERROR event with that code. */
  | { readonly kind: 'error event'; readonly events?: number; readonly code: number }
  /** The watch ends in good order. */
  | { readonly kind: 'close'; readonly events?: number }
  /** No bookmarks, and so no end of a streamed list. */
  | { readonly kind: 'no bookmarks' };

/** A server of one collection, for what a healthy API server never does. */
export interface ScriptedServer {
  readonly url: string;
  /** What happens to the requests that come, one a request; then all goes well. */
  readonly script: Fault[];
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** The queries that came, oldest first. */
  readonly requests: URLSearchParams[];
  /** Makes or changes an object. */
  put(name: string, value: number): void;
  delete(name: string): void;
  /** Forgets the history: who watches from before gets 410. */
  compact(): void;
  close(): Promise<void>;
}

interface Logged {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/** Starts one on a free port of 127.0.0.1. `streamsLists`: it knows WatchList. */
export async function startScriptedServer({ streamsLists }: { streamsLists: boolean }): Promise<ScriptedServer> {
  const objects = new Map<string, KubeObject>();
  const log: Logged[] = [];
  const watchers = new Set<() => void>();
  const script: Fault[] = [];
  const requests: URLSearchParams[] = [];
  let version = 1;
  let oldest = 0;

  const record = (type: Logged['type'], object: KubeObject): void => {
    log.push({ version, type, object });
    for (const wake of watchers) wake();
  };
  const make = (name: string, value: number, uid: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'n', uid, resourceVersion: String(version), managedFields: [{ manager: 'm' }] },
    data: { value: String(value), text: 'ü€'.repeat(value % 5) },
  });

  const watch = async (query: URLSearchParams, response: ServerResponse, fault: Fault | undefined): Promise<void> => {
    const isList = query.get('sendInitialEvents') === 'true';
    let at = Number(query.get('resourceVersion') || '0');
    if (isList && !streamsLists) return refuse(response, 400, 'BadRequest');
    if (!isList && at < oldest) return sendError(response, 410);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const lines: string[] = [];
    if (isList) {
      for (const object of objects.values()) lines.push(line('ADDED', object));
      at = version;
      if (fault?.kind !== 'no bookmarks') lines.push(bookmark(at, true));
    }
    let sent = 0;
    const limit = fault !== undefined && 'events' in fault ? (fault.events ?? 0) : fault === undefined ? Infinity : 0;
    for (;;) {
      for (const { version: when, type, object } of log) if (when > at) lines.push(line(type, object));
      at = version;
      for (const text of lines.splice(0)) {
        if (fault !== undefined && fault.kind !== 'no bookmarks' && sent >= limit) return end(response, fault, text);
        response.write(text);
        sent += 1;
      }
      if (fault !== undefined && fault.kind !== 'no bookmarks' && sent >= limit) return end(response, fault, '');
      if (response.destroyed || response.closed) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          watchers.delete(wake);
          resolve();
        };
        watchers.add(wake);
        response.once('close', wake);
      });
      if (response.destroyed || response.closed) return;
    }
  };

  const list = (query: URLSearchParams, response: ServerResponse): void => {
    const all = [...objects.values()];
    const start = Number(query.get('continue') ?? '0');
    const size = Number(query.get('limit') ?? all.length);
    const items = all.slice(start, start + size);
    const isLast = start + size >= all.length;
    const metadata = { resourceVersion: String(version), ...(!isLast && { continue: String(start + size) }) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'ConfigMapList', apiVersion: 'v1', metadata, items }));
  };

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const query = new URL(request.url ?? '/', 'http://x').searchParams;
    requests.push(query);
    const fault = script.shift();
    if (fault?.kind === 'status') return refuse(response, fault.code, '', fault.retryAfter);
    const isWatch = query.get('watch') === 'true';
    if (fault !== undefined && !isWatch && fault.kind !== 'no bookmarks') return void response.destroy();
    if (isWatch) void watch(query, response, fault);
    else list(query, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    script,
    objects,
    requests,
    put(name, value) {
      version += 1;
      const before = objects.get(name);
      const object = make(name, value, before?.metadata.uid ?? `u${version}`);
      objects.set(name, object);
      record(before === undefined ? 'ADDED' : 'MODIFIED', object);
    },
    delete(name) {
      const before = objects.get(name);
      if (before === undefined) return;
      version += 1;
      objects.delete(name);
      record('DELETED', { ...before, metadata: { ...before.metadata, resourceVersion: String(version) } });
    },
    compact() {
      version += 1;
      oldest = version;
      log.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function bookmark(version: number, isEnd: boolean): string {
  const annotations = isEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(version), creationTimestamp: null, ...annotations };
  return line('BOOKMARK', { kind: 'ConfigMap', apiVersion: 'v1', metadata });
}

function status(code: number, reason = ''): object {
  const known = reason === '' && code === 410 ? 'Expired' : reason;
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: `scripted ${code}`, reason: known, code };
}

function refuse(response: ServerResponse, code: number, reason = '', retryAfter?: number): void {
  const header = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(code, { 'content-type': 'application/json', ...header });
  response.end(JSON.stringify(status(code, reason)));
}

function sendError(response: ServerResponse, code: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(line('ERROR', status(code)));
}

function end(response: ServerResponse, fault: Fault, next: string): void {
  switch (fault.kind) {
    case 'reset':
      response.destroy();
      return;
    case 'stall':
      return;
    case 'half line':
      response.write((next || line('ADDED', { a: 'ü' })).slice(0, 20), () =>
        fault.torn ? response.destroy() : response.end(),
      );
      return;
    case 'garbage':
      response.end('{"type": nonsense}\n');
      return;
    case 'error event':
      response.end(line('ERROR', status(fault.code)));
      return;
    default:
      response.end();
  }
}
