import { asObject } from '@capstan/convert';
import { ApiError, type KubeClient } from '@capstan/kube';

/**
 * The kinds of an apiVersion of which objects can be made now, each with its resource's name; none where the server doesn't know
 * the version. One that is being removed is not among them: the server still lists it, without the verb `create`. The client's own
 * discovery remembers what it has found, and a kind that is gone would stay in it.
 */
export async function servedKinds(
  client: KubeClient,
  apiVersion: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = await orUndefined(
    client.getPath(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`, { signal }),
  );
  const resources = asObject(found)?.['resources'];
  const kinds = new Map<string, string>();
  for (const resource of Array.isArray(resources) ? resources : []) {
    const { name, kind, verbs } = asObject(resource) ?? {};
    // A slash marks a subresource.
    if (typeof name !== 'string' || typeof kind !== 'string' || name.includes('/')) continue;
    if (Array.isArray(verbs) && verbs.includes('create')) kinds.set(kind, name);
  }
  return kinds;
}

/** Undefined for what isn't there: the object, its kind, or all of its group. */
export async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
