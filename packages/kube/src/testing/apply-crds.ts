import { ApiError } from '../client/api-error.ts';
import { type CallOptions, type KubeClient, refOf } from '../client/client.ts';
import { isRecord, type KubeObject } from '../client/object.ts';
import type { Crd } from './crd.ts';
import { until } from './poll.ts';

const timeoutMs = 120_000;

/**
 * Applies CRDs and resolves when each is established and each of its served versions can be used. Applying the same again
 * changes nothing. Throws `ApiError` when one is refused, and after two minutes when one isn't
 * served, naming it: many at a time are slow where others keep the machine busy.
 */
export async function applyCrds(client: KubeClient, crds: readonly Crd[], { signal }: CallOptions = {}): Promise<void> {
  await Promise.all(
    crds.map(async (crd) => {
      await client.apply(crd, { fieldManager: 'capstan-testing', force: true, signal });
      await until(
        `the CRD ${crd.metadata.name} to be established`,
        async () => isEstablished(await client.get(refOf(crd), { signal })) || undefined,
        { signal, timeoutMs },
      );
      for (const { name, served } of crd.spec.versions) {
        if (served) await servedVersion(client, crd, name, signal);
      }
    }),
  );
}

/** Established comes before the version is in discovery and its handler is up; a list that is answered proves both. */
function servedVersion(
  client: KubeClient,
  crd: Crd,
  version: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const query = { apiVersion: `${crd.spec.group}/${version}`, kind: crd.spec.names.kind };
  return until(`${query.apiVersion} ${query.kind} to be served`, () => client.list(query, { signal }), {
    signal,
    timeoutMs,
    notYet: (error) => error instanceof ApiError && warmingUp.has(error.status),
  });
}

/** Not found, storage still initializing, unavailable. */
const warmingUp: ReadonlySet<number> = new Set([404, 429, 503]);

function isEstablished(crd: KubeObject): boolean {
  const conditions = isRecord(crd['status']) ? crd['status']['conditions'] : undefined;
  if (!Array.isArray(conditions)) return false;
  return conditions.some((entry) => isRecord(entry) && entry['type'] === 'Established' && entry['status'] === 'True');
}
