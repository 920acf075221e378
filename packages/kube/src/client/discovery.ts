import { ApiError, isNotFound } from './api-error.ts';
import { isRecord } from './object.ts';
import type { Transport } from './transport.ts';

/** How a kind is addressed. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Finds the resources of kinds, and remembers them. */
export interface Discovery {
  /** The resource of a kind; `ApiError` with reason `NotFound` when the server doesn't serve it. */
  find(apiVersion: string, kind: string, signal?: AbortSignal): Promise<Resource>;
}

/** `/api/v1` for the core group, `/apis/GROUP/VERSION` for the others. */
export function groupVersionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** A kind that isn't in the cache is looked up anew, since its CRD may have been added after the last look. */
export function createDiscovery(transport: Transport): Discovery {
  const known = new Map<string, ReadonlyMap<string, Resource>>();
  return {
    async find(apiVersion, kind, signal) {
      const cached = known.get(apiVersion)?.get(kind);
      if (cached !== undefined) return cached;
      const resources = await discover(transport, apiVersion, signal);
      known.set(apiVersion, resources);
      const found = resources.get(kind);
      if (found !== undefined) return found;
      throw new ApiError(404, 'NotFound', `the server doesn't serve kind "${kind}" in version "${apiVersion}"`);
    },
  };
}

async function discover(transport: Transport, apiVersion: string, signal?: AbortSignal) {
  const path = groupVersionPath(apiVersion);
  const list = await transport.request({ method: 'GET', path, signal }).catch((error: unknown) => {
    if (isNotFound(error) || (error instanceof ApiError && error.status === 404)) return { body: { resources: [] } };
    throw error;
  });
  if (!isRecord(list.body) || !Array.isArray(list.body['resources'])) throw new TypeError(`${path}: no resource list`);
  const resources = new Map<string, Resource>();
  for (const entry of list.body['resources']) {
    if (!isRecord(entry)) continue;
    const { name, kind, namespaced } = entry;
    // A slash marks a subresource (`machines/status`), which is reached through its resource.
    if (typeof name !== 'string' || typeof kind !== 'string' || name.includes('/')) continue;
    resources.set(kind, { plural: name, namespaced: namespaced === true });
  }
  return resources;
}
