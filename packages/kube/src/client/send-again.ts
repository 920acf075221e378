/** As client-go: a request is sent ten times more at most. */
const maxTries = 11;

/**
 * How long to wait before a refused request is sent again; undefined for "not again". client-go's rule
 * (rest/with_retry.go): 429 and 5xx, and only where the server says after how many seconds.
 */
export function retryAfterMs(
  status: number,
  header: string | readonly string[] | undefined,
  tries: number,
): number | undefined {
  if (tries >= maxTries || (status !== 429 && status < 500)) return undefined;
  const text = typeof header === 'string' ? header : header?.[0];
  if (text === undefined || !/^\d{1,5}$/.test(text)) return undefined;
  return Number(text) * 1000;
}

/**
 * True where a broken connection is no reason to give up: a GET changes nothing, and a connection that was idle is often
 * closed by the other side just when it is used again. A write may have arrived, so its caller has to look first.
 */
export function shouldSendAgain(error: unknown, method: string, tries: number): boolean {
  return method === 'GET' && tries < 4 && resets.has(codeOf(error));
}

const resets: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** The system's or undici's code of a connection error, of its cause where it wraps one. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
