import { Agent } from 'undici';
import { parseApiError } from './api-error.ts';
import { parseWarnings } from './warnings.ts';

/** Where an API server is and how to be let in. `ca` is PEM. */
export interface Endpoint {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

/** One request; `query` entries without a value are left out. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** A successful response: parsed JSON and the server's warnings. */
export interface ApiResponse {
  readonly body: unknown;
  readonly warnings: readonly string[];
}

/** HTTP to one API server. */
export interface Transport {
  /** Throws `ApiError` for an error response, undici's errors for a broken connection, the signal's reason when aborted. */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Drops the connections. */
  close(): Promise<void>;
}

/** HTTP/1.1 with at most 16 connections: measured against this server, HTTP/2 is no faster. */
export function createTransport({ url, ca, token }: Endpoint): Transport {
  const agent = new Agent({ connect: { ca }, allowH2: false, connections: 16 });
  return {
    async request({ method, path, query = {}, contentType = 'application/json', body, signal }) {
      const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const target = given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
      const response = await agent.request({
        origin: url,
        path: target,
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': contentType }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      });
      const text = await response.body.text();
      if (response.statusCode >= 400) throw parseApiError(response.statusCode, text, `${method} ${path}`);
      const isJson = String(response.headers['content-type']).startsWith('application/json');
      return { body: isJson ? JSON.parse(text) : text, warnings: parseWarnings(response.headers['warning']) };
    },
    close: () => agent.destroy(),
  };
}
