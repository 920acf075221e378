import { isNotFound, type KubeClient, type KubeObject, type ListQuery } from '@capstan/kube';

/** What a read gives; undefined where the API server says that it is not there. Nothing else counts as that: it may end a machine. */
export async function ifFound<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The objects of a list; none of a kind that the API server does not have. */
export async function listIfFound(client: KubeClient, query: ListQuery, signal: AbortSignal): Promise<KubeObject[]> {
  return (await ifFound(client.list(query, { signal })))?.items ?? [];
}
