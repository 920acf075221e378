import { createDiscovery, groupVersionPath } from './discovery.ts';
import type { Endpoint } from './endpoint.ts';
import { type Identified, isRecord, type KubeObject, type ObjectRef, parseKubeObject } from './object.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';

/** What every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Options of a write. With `dryRun` the server does everything but store the result. */
export interface WriteOptions extends CallOptions {
  readonly dryRun?: boolean;
  /** What to do about unknown and duplicate fields; `Strict` refuses them and is the default. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  readonly fieldManager?: string;
}

/** Options of a server-side apply. `force` takes fields over from other managers; the default is false. */
export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  readonly force?: boolean;
}

/**
 * Options of a merge patch. A `metadata.resourceVersion` in the patch is a precondition: where the object has changed since, the
 * answer is a Conflict and nothing is written.
 */
export interface PatchOptions extends WriteOptions {
  /** What is patched instead of the object: of a `status` nothing but the status is taken from the patch, metadata included. */
  readonly subresource?: 'status' | 'scale';
}

/** Options of an update. */
export interface UpdateOptions extends WriteOptions {
  /** Only the object's status is written, and nothing else of it looked at. */
  readonly subresource?: 'status';
}

/** Options of a deletion. */
export interface DeleteOptions extends CallOptions {
  readonly dryRun?: boolean;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** The object that is meant: where that name has another uid or version by now, the answer is a Conflict. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Which objects to list; without a namespace those of all namespaces. */
export interface ListQuery {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** What a write left behind and what the server warned about. */
export interface Written {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/**
 * Reads and writes of single objects as plain JSON; what is to be kept in step with the server is an informer's. All calls throw `ApiError` when the server refuses, undici's errors when the connection
 * breaks, the signal's reason when aborted, and `TypeError` for an answer that is no object.
 */
export interface KubeClient {
  /** What the client sends through, for informers: so all share one pool, one token and the metrics. */
  readonly transport: Transport;
  get(ref: ObjectRef, options?: CallOptions): Promise<KubeObject>;
  /** All of them in one page. */
  list(query: ListQuery, options?: CallOptions): Promise<{ items: KubeObject[]; resourceVersion: string }>;
  create<T extends Identified>(object: T, options?: WriteOptions): Promise<Written>;
  /**
   * Replaces the object. With its `metadata.resourceVersion` the answer is a Conflict where it has changed since it was read; most
   * kinds take no update without.
   */
  update<T extends Identified>(object: T, options?: UpdateOptions): Promise<Written>;
  /** Server-side apply. */
  apply<T extends Identified>(object: T, options: ApplyOptions): Promise<Written>;
  /** Server-side apply of the status subresource. */
  applyStatus<T extends Identified>(object: T, options: ApplyOptions): Promise<Written>;
  /** JSON merge patch; null removes a field. */
  mergePatch(ref: ObjectRef, patch: object, options?: PatchOptions): Promise<Written>;
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<void>;
  /** The parsed answer to a GET of any path, such as `/version`; text where it isn't JSON. */
  getPath(path: string, options?: CallOptions): Promise<unknown>;
  /** Drops the connections. */
  close(): Promise<void>;
}

/** Makes a client; nothing is sent before the first call. */
export function createClient(endpoint: Endpoint, options: TransportOptions = {}): KubeClient {
  const transport = createTransport(endpoint, options);
  const discovery = createDiscovery(transport);

  /** The path of a kind's collection, and of one object in it. */
  const locate = async (ref: ObjectRef, signal: AbortSignal | undefined) => {
    const { plural, namespaced } = await discovery.find(ref.apiVersion, ref.kind, signal);
    // Caught here, because the server's own answer ("could not find the requested resource") tells nobody why.
    if (namespaced !== (ref.namespace !== undefined)) {
      throw new TypeError(`${ref.kind} "${ref.name}" ${namespaced ? 'needs a' : 'takes no'} namespace`);
    }
    const collection = collectionPath(ref.apiVersion, plural, ref.namespace);
    return { collection, path: `${collection}/${encodeURIComponent(ref.name)}` };
  };

  const write = async (request: {
    method: 'POST' | 'PUT' | 'PATCH';
    path: string;
    body: unknown;
    contentType?: string;
    options: WriteOptions & { force?: boolean };
  }): Promise<Written> => {
    const { options, ...rest } = request;
    const response = await transport.request({
      ...rest,
      query: {
        fieldManager: options.fieldManager,
        fieldValidation: options.fieldValidation ?? 'Strict',
        force: options.force ? 'true' : undefined,
        dryRun: options.dryRun ? 'All' : undefined,
      },
      signal: options.signal,
    });
    return { object: parseKubeObject(response.body, `${rest.method} ${rest.path}`), warnings: response.warnings };
  };

  const apply = async (object: Identified, options: ApplyOptions, subresource: '' | '/status'): Promise<Written> => {
    const path = `${(await locate(refOf(object), options.signal)).path}${subresource}`;
    // JSON is YAML, which is what the server wants here.
    return write({ method: 'PATCH', path, body: object, contentType: 'application/apply-patch+yaml', options });
  };

  return {
    transport,
    async get(ref, { signal } = {}) {
      const { path } = await locate(ref, signal);
      return parseKubeObject((await transport.request({ method: 'GET', path, signal })).body, `GET ${path}`);
    },
    async list({ apiVersion, kind, namespace, labelSelector, fieldSelector }, { signal } = {}) {
      const { plural } = await discovery.find(apiVersion, kind, signal);
      const path = collectionPath(apiVersion, plural, namespace);
      const { body } = await transport.request({
        method: 'GET',
        path,
        query: { labelSelector, fieldSelector },
        signal,
      });
      return parseList(body, { apiVersion, kind }, path);
    },
    async create(object, options = {}) {
      const { collection } = await locate(refOf(object), options.signal);
      return write({ method: 'POST', path: collection, body: object, options });
    },
    async update(object, options = {}) {
      const { path: base } = await locate(refOf(object), options.signal);
      return write({ method: 'PUT', path: partOf(base, options.subresource), body: object, options });
    },
    apply: (object, options) => apply(object, options, ''),
    applyStatus: (object, options) => apply(object, options, '/status'),
    async mergePatch(ref, patch, options = {}) {
      const { path: base } = await locate(ref, options.signal);
      const path = partOf(base, options.subresource);
      return write({ method: 'PATCH', path, body: patch, contentType: 'application/merge-patch+json', options });
    },
    async delete(ref, { signal, dryRun, propagationPolicy, preconditions } = {}) {
      const { path } = await locate(ref, signal);
      const body = { propagationPolicy, preconditions, ...(dryRun ? { dryRun: ['All'] } : {}) };
      await transport.request({ method: 'DELETE', path, body, signal });
    },
    async getPath(path, { signal } = {}) {
      return (await transport.request({ method: 'GET', path, signal })).body;
    },
    close: () => transport.close(),
  };
}

/** The reference to an object that was read or is about to be written. */
export function refOf({ apiVersion, kind, metadata: { namespace, name } }: Identified): ObjectRef {
  return { apiVersion, kind, namespace, name };
}

function partOf(path: string, subresource: string | undefined): string {
  return subresource === undefined ? path : `${path}/${subresource}`;
}

function collectionPath(apiVersion: string, plural: string, namespace: string | undefined): string {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupVersionPath(apiVersion)}${scope}/${plural}`;
}

/** The items of a list of built-in objects come without apiVersion and kind; they get those that were asked for. */
function parseList(body: unknown, type: { apiVersion: string; kind: string }, path: string) {
  const metadata = isRecord(body) ? body['metadata'] : undefined;
  if (!isRecord(body) || !Array.isArray(body['items']) || !isRecord(metadata))
    throw new TypeError(`${path}: not a list`);
  const items = body['items'].map((item) =>
    parseKubeObject(isRecord(item) ? { ...type, ...item } : item, `GET ${path}`),
  );
  return { items, resourceVersion: String(metadata['resourceVersion']) };
}
