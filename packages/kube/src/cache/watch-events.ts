import { parseApiError } from '../client/api-error.ts';
import { isRecord, type KubeObject, parseKubeObject } from '../client/object.ts';

/** One event of a watch. A bookmark says up to which version of the collection everything has come. */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | {
      readonly type: 'BOOKMARK';
      readonly resourceVersion: string;
      /** The objects that were there at the start of a streamed list have all come. */
      readonly endsList: boolean;
    };

/** How the objects of a watch are made small before anyone sees them. */
export type Transform = (object: KubeObject) => KubeObject;

/**
 * The events of a watch from its bytes: a JSON object a line. Throws `ApiError` for an ERROR event (410 where the resource
 * version is too old), and `TypeError` for what is no event. A last line without its end is dropped: the connection was cut in
 * the middle of it, and whoever reads goes on from the event before.
 */
export async function* watchEvents(
  bytes: AsyncIterable<Uint8Array>,
  what: string,
  transform: Transform,
): AsyncGenerator<WatchEvent> {
  for await (const line of lines(bytes)) yield parseEvent(line, what, transform);
}

function parseEvent(line: string, what: string, transform: Transform): WatchEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new TypeError(`${what}: not JSON: ${line.slice(0, 200)}`, { cause });
  }
  if (!isRecord(event)) throw new TypeError(`${what}: not an event: ${line.slice(0, 200)}`);
  const { type, object } = event;
  if (type === 'ERROR') {
    const code = isRecord(object) && typeof object['code'] === 'number' ? object['code'] : 500;
    throw parseApiError(code, JSON.stringify(object), what);
  }
  if (type === 'BOOKMARK') return parseBookmark(object, what);
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
    return { type, object: transform(parseKubeObject(object, what)) };
  }
  throw new TypeError(`${what}: an event of unknown type ${JSON.stringify(type)}`);
}

/** A bookmark's object is none: it has a version, no name, and null for a time. */
function parseBookmark(object: unknown, what: string): WatchEvent {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const resourceVersion = isRecord(metadata) ? metadata['resourceVersion'] : undefined;
  if (!isRecord(metadata) || typeof resourceVersion !== 'string') throw new TypeError(`${what}: not a bookmark`);
  const annotations = metadata['annotations'];
  const endsList = isRecord(annotations) && annotations['k8s.io/initial-events-end'] === 'true';
  return { type: 'BOOKMARK', resourceVersion, endsList };
}

const lineFeed = 0x0a;

/** Whole lines, decoded only when all of their bytes are there, so that no character is cut in two. */
async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: Uint8Array[] = [];
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const line = decoder.decode(joined(pending, chunk.subarray(start, end)));
      pending = [];
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
}

function joined(before: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  return before.length === 0 ? last : Buffer.concat([...before, last]);
}
