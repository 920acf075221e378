import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { createTransport } from './transport.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers by the list, the last of it for ever, and a transport to it. */
async function made(answers: readonly Answer[], token?: Endpoint['token'], actAs?: Endpoint['actAs']) {
  const requests: string[] = [];
  const waits: number[] = [];
  const codes: (number | string)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.authorization ?? ''}`.trim());
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock: Clock = {
    monotonic: () => 0,
    now: () => new Date(0),
    sleep: async (milliseconds) => void waits.push(milliseconds),
  };
  const transport = createTransport({ url, token, actAs }, { clock, onAnswer: (_, code) => codes.push(code) });
  closing.push(async () => {
    await transport.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { transport, requests, waits, codes };
}

const json =
  (status: number, body: object, headers = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const ok = json(200, { a: 1 });
const busy = json(429, { kind: 'Status', reason: 'TooManyRequests', message: 'later' }, { 'retry-after': '2' });
const torn: Answer = (_, response) => void response.destroy();
const get = { method: 'GET', path: '/x' } as const;
const post = { method: 'POST', path: '/x', body: {} } as const;

describe('a request', () => {
  it('is sent as whom the endpoint acts, by the right of the token', async () => {
    const asked: unknown[] = [];
    const answer: Answer = (request, response) => {
      asked.push([
        request.headers.authorization,
        request.headers['impersonate-user'],
        request.headersDistinct['impersonate-group'],
      ]);
      ok(request, response);
    };
    const { transport } = await made([answer], 'secret', { user: 'jane', groups: ['testers', 'others'] });
    await transport.request(get);
    expect(asked).toEqual([['Bearer secret', 'jane', ['testers', 'others']]]);
  });

  it('that the server asks to send later is sent later, as often as client-go does', async () => {
    const { transport, requests, waits } = await made([busy, busy, ok]);
    expect((await transport.request(post)).body).toEqual({ a: 1 });
    expect(waits).toEqual([2000, 2000]);
    expect(requests).toHaveLength(3);
  });

  it('that the server never takes fails in the end with its reason', async () => {
    const { transport, requests } = await made([busy]);
    await expect(transport.request(get)).rejects.toMatchObject({ status: 429, reason: 'TooManyRequests' });
    expect(requests).toHaveLength(11);
  });

  it('is not sent again where the server does not say when', async () => {
    const { transport, requests } = await made([json(500, { kind: 'Status', message: 'broken' }), ok]);
    await expect(transport.request(get)).rejects.toMatchObject({ status: 500 });
    expect(requests).toHaveLength(1);
  });

  it('whose connection breaks is sent again only where that can do no harm', async () => {
    const reading = await made([torn, ok]);
    expect((await reading.transport.request(get)).body).toEqual({ a: 1 });
    const writing = await made([torn, ok]);
    await expect(writing.transport.request(post)).rejects.toThrow();
    expect(writing.requests).toEqual(['POST']);
    expect([reading.codes, writing.codes]).toEqual([['<error>', 200], ['<error>']]);
  });

  it('whose token is refused is sent once more with a new one', async () => {
    const refusal = json(401, { kind: 'Status', reason: 'Unauthorized', message: 'no' });
    const source = async (refused?: string) => (refused === undefined ? 'old' : 'new');
    const { transport, requests } = await made([refusal, ok], source);
    await transport.request(get);
    expect(requests).toEqual(['GET Bearer old', 'GET Bearer new']);
  });

  it('that takes too long ends at its deadline, and one that is stopped at once', async () => {
    const { transport } = await made([() => {}]);
    await expect(transport.request({ ...get, timeoutMs: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
    const stopping = new AbortController();
    const request = transport.request({ ...get, signal: stopping.signal });
    stopping.abort(new Error('stopped by hand'));
    await expect(request).rejects.toThrow('stopped by hand');
  });

  it('tells of warnings', async () => {
    const { transport } = await made([json(200, {}, { warning: '299 - "deprecated"' })]);
    expect((await transport.request(get)).warnings).toEqual(['deprecated']);
  });
});

it('watches do not keep requests waiting, however many there are', async () => {
  const { transport } = await made([
    (request, response) => {
      if (request.url?.includes('watch')) response.writeHead(200).write('x');
      else ok(request, response);
    },
  ]);
  const stopping = new AbortController();
  const watches = Array.from({ length: 40 }, async () => {
    for await (const chunk of transport.stream({ path: '/watch', signal: stopping.signal })) return chunk.length;
    return 0;
  });
  expect(await Promise.all(watches)).toEqual(watches.map(() => 1));
  expect((await transport.request(get)).body).toEqual({ a: 1 });
  stopping.abort();
});
