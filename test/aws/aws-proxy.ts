import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A call of an AWS service, with what was answered. */
export interface AwsCall {
  /** The access key: each caller has one of its own. */
  readonly by: string;
  readonly service: string;
  readonly action: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly status: number;
  readonly answer: string;
}

/** What stands between callers and AWS and writes down who called what. */
export interface AwsProxy {
  readonly url: string;
  /** In the order of the answers. */
  readonly calls: readonly AwsCall[];
  stop(): Promise<void>;
}

/** Starts one in front of an AWS. It changes nothing; what can't be forwarded is answered with 502. */
export async function startAwsProxy(target: string): Promise<AwsProxy> {
  const calls: AwsCall[] = [];
  const server = createServer((request, response) => {
    forward(request, target).then(
      ({ call, type }) => {
        calls.push(call);
        response.writeHead(call.status, { 'content-type': type }).end(call.answer);
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Of the Authorization header: moto tells services apart by it as well. */
const credential = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//;

async function forward(request: IncomingMessage, target: string): Promise<{ call: AwsCall; type: string }> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await text(request);
  const sent = new Headers();
  for (const name of ['authorization', 'content-type', 'x-amz-date', 'x-amz-target']) {
    const value = headers[name];
    if (typeof value === 'string') sent.set(name, value);
  }
  const answered = await fetch(new URL(url, target), { method, headers: sent, ...(body !== '' && { body }) });
  const [, by = '', service = ''] = credential.exec(headers.authorization ?? '') ?? [];
  const parameters = new Map(new URLSearchParams(body));
  const action = parameters.get('Action') ?? sent.get('x-amz-target') ?? `${method} ${url}`;
  const call = { by, service, action, parameters, status: answered.status, answer: await answered.text() };
  return { call, type: answered.headers.get('content-type') ?? 'text/xml' };
}
