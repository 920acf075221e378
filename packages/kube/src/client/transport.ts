import type { Dispatcher } from 'undici';
import { type Clock, systemClock } from '../clock.ts';
import { withDeadline } from '../deadline.ts';
import { ApiError, parseApiError } from './api-error.ts';
import type { Endpoint } from './endpoint.ts';
import { createPools } from './pools.ts';
import { retryAfterMs, shouldSendAgain } from './send-again.ts';
import { parseWarnings } from './warnings.ts';

/** One request; `query` entries without a value are left out. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly contentType?: string;
  readonly body?: unknown;
  /** What is wanted, where it is not the whole object: metadata alone. */
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
  /** How long all of it may take, tries and waits included; 60,000 ms by default. */
  readonly timeoutMs?: number;
}

/** A successful response: parsed JSON, the server's warnings, and what time it was there, as its `Date` header says. */
export interface ApiResponse {
  readonly body: unknown;
  readonly warnings: readonly string[];
  readonly date?: string | undefined;
}

/** HTTP to one API server. */
export interface Transport {
  /**
   * Throws `ApiError` for an error response, undici's errors for a broken connection, `TimeoutError` (a DOMException) after
   * the deadline, the signal's reason when aborted. What the server asks to send again later (429, or 5xx with Retry-After) is
   * sent again as client-go does.
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /**
   * The bytes of a watch as they come, on a connection of its own. Ends when the server ends it; throws as `request` does,
   * without a deadline.
   */
  stream(request: Pick<ApiRequest, 'path' | 'query' | 'signal'>): AsyncIterable<Uint8Array>;
  /** Drops the connections. */
  close(): Promise<void>;
}

/** What a transport may be told. */
export interface TransportOptions {
  readonly clock?: Clock;
  /** As `User-Agent`. */
  readonly userAgent?: string;
  /** Told of each answer, and of each try that got none; for metrics. */
  readonly onAnswer?: (method: string, code: number | '<error>') => void;
}

const defaultTimeoutMs = 60_000;

function actingAs({ actAs }: Endpoint): Record<string, string | string[]> {
  if (actAs === undefined) return {};
  return { 'impersonate-user': actAs.user, 'impersonate-group': [...(actAs.groups ?? [])] };
}

/** Makes one; nothing is connected before the first request. */
export function createTransport(endpoint: Endpoint, options: TransportOptions = {}): Transport {
  const { clock = systemClock, userAgent = 'capstan', onAnswer } = options;
  const { origin, pathname } = new URL(endpoint.url);
  const base = pathname.replace(/\/$/, '');
  const pools = createPools(endpoint);

  /** Sends once, or twice where the token is refused and the source has another. */
  const send = async (
    pool: Dispatcher,
    {
      method,
      path,
      query = {},
      contentType = 'application/json',
      accept = 'application/json',
      body,
      signal,
    }: ApiRequest,
  ): Promise<Dispatcher.ResponseData> => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const once = async (token: string | undefined) => {
      const answer = pool.request({
        origin,
        path: `${base}${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`,
        method,
        headers: {
          accept,
          'user-agent': userAgent,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...actingAs(endpoint),
          ...(body !== undefined && { 'content-type': contentType }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      });
      answer.then(
        ({ statusCode }) => onAnswer?.(method, statusCode),
        () => onAnswer?.(method, '<error>'),
      );
      return answer;
    };
    const { token: source } = endpoint;
    if (typeof source !== 'function') return once(source);
    const token = await source();
    const response = await once(token);
    if (response.statusCode !== 401) return response;
    const newer = await source(token);
    if (newer === token) return response;
    await response.body.dump();
    return once(newer);
  };

  return {
    request(request) {
      const { method, path, timeoutMs = defaultTimeoutMs } = request;
      return withDeadline(timeoutMs, request.signal, async (signal) => {
        for (let tries = 1; ; tries++) {
          try {
            const response = await send(pools.requests, { ...request, signal });
            const text = await response.body.text();
            if (response.statusCode < 400) {
              const isJson = String(response.headers['content-type']).startsWith('application/json');
              const { warning, date } = response.headers;
              return {
                body: isJson ? JSON.parse(text) : text,
                warnings: parseWarnings(warning),
                ...(typeof date === 'string' && { date }),
              };
            }
            const error = parseApiError(response.statusCode, text, `${method} ${path}`);
            const wait = retryAfterMs(response.statusCode, response.headers['retry-after'], tries);
            if (wait === undefined) throw error;
            await clock.sleep(wait, signal);
          } catch (error) {
            if (signal.aborted) throw signal.reason;
            if (error instanceof ApiError || !shouldSendAgain(error, method, tries)) throw error;
          }
        }
      });
    },

    async *stream({ path, query, signal }) {
      const response = await send(pools.watches, { method: 'GET', path, ...(query && { query }), signal });
      if (response.statusCode >= 400) {
        throw parseApiError(response.statusCode, await response.body.text(), `GET ${path}`);
      }
      try {
        for await (const chunk of response.body) yield chunk as Uint8Array;
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },

    close: () => pools.close(),
  };
}
