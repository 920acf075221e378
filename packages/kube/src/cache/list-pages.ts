import { isRecord, type KubeObject, parseKubeObject } from '../client/object.ts';
import type { Transport } from '../client/transport.ts';
import type { Transform } from './watch-events.ts';

/** Which objects a reflector keeps. */
export interface ListTarget {
  /** The path of the collection, such as `/apis/cluster.x-k8s.io/v1beta2/namespaces/openshift-cluster-api/machines`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** A whole list, and the version of the collection that it is. */
export interface Listed {
  readonly objects: readonly KubeObject[];
  readonly resourceVersion: string;
}

/** So many objects a page: more are more memory at once, fewer are more requests. */
const pageSize = 500;

/**
 * Lists page by page. `resourceVersion` is `0` for what the server has in its cache, or '' for what etcd has; a server that pages
 * from its cache answers all at once. Throws `ApiError`: 410 where the list took so long that its version is gone.
 */
export async function listPages(
  transport: Transport,
  target: ListTarget,
  resourceVersion: string,
  transform: Transform,
  signal: AbortSignal,
): Promise<Listed> {
  const objects: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const { body } = await transport.request({
      method: 'GET',
      path: target.path,
      query: {
        labelSelector: target.labelSelector,
        fieldSelector: target.fieldSelector,
        limit: String(pageSize),
        ...(next === undefined ? { resourceVersion: resourceVersion || undefined } : { continue: next }),
      },
      signal,
    });
    const metadata = isRecord(body) ? body['metadata'] : undefined;
    if (!isRecord(body) || !Array.isArray(body['items']) || !isRecord(metadata)) {
      throw new TypeError(`${target.path}: not a list`);
    }
    for (const item of body['items']) {
      // Built-in objects come without apiVersion and kind in a list.
      const typed = isRecord(item) ? { apiVersion: target.apiVersion, kind: target.kind, ...item } : item;
      objects.push(transform(parseKubeObject(typed, target.path)));
    }
    if (typeof metadata['continue'] !== 'string' || metadata['continue'] === '') {
      return { objects, resourceVersion: String(metadata['resourceVersion'] ?? '') };
    }
    next = metadata['continue'];
  }
}
