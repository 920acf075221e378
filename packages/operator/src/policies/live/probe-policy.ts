import { asObject } from '@capstan/convert';
import { ApiError, type KubeClient } from '@capstan/kube';
import type { Namespaces } from '../../names.ts';
import type { PolicyBundle } from './bundle.ts';
import { policyNames } from './policy-names.ts';
import type { Liveness } from './policy-state.ts';
import { type SentinelTarget, sentinelObject, sentinelTargets } from './sentinel-target.ts';

/** What to ask with. */
export interface ProbeOptions {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the API server that answers obeys a policy: policies have no readiness of their own, and are followed in the background. Sent is
 * a dry run of a creation, or of a change of an object that is there, with the label `capstan.openshift.io/policy-sentinel` that
 * names the policy, whose sentinel validation refuses it with `policy in place`. `unknown` where nothing could be sent that a policy
 * would have been asked about: no kind of it is served, or its schema wants what is not known here and there is no object.
 */
export async function probePolicy(bundle: PolicyBundle, options: ProbeOptions): Promise<Liveness> {
  const { client, namespaces, signal } = options;
  for (const target of await sentinelTargets(client, bundle, namespaces, signal)) {
    const created = target.judgesCreate
      ? await answer(bundle.name, client.create(sentinelObject(bundle.name, target), { dryRun: true, signal }))
      : 'unknown';
    if (created !== 'unknown') return created;
    const changed = await change(bundle.name, target, options);
    if (changed !== 'unknown') return changed;
  }
  return 'unknown';
}

async function change(
  policy: string,
  { apiVersion, kind, plural, namespace }: SentinelTarget,
  { client, signal }: ProbeOptions,
): Promise<Liveness> {
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}?limit=1`;
  const page = await client.getPath(path, { signal }).catch(orRefused);
  const items = asObject(page)?.['items'];
  const name = asObject(asObject(Array.isArray(items) ? items[0] : undefined)?.['metadata'])?.['name'];
  if (typeof name !== 'string') return 'unknown';
  const patch = { metadata: { labels: { [policyNames.sentinelLabel]: policy } } };
  return answer(policy, client.mergePatch({ apiVersion, kind, namespace, name }, patch, { dryRun: true, signal }));
}

/** A refusal that is not the sentinel's says nothing: of several policies that refuse, the API server names one. */
async function answer(policy: string, request: Promise<unknown>): Promise<Liveness> {
  try {
    await request;
    return 'notYet';
  } catch (error) {
    orRefused(error);
    const { message } = error as ApiError;
    const isOurs = message.includes(`ValidatingAdmissionPolicy '${policy}' `);
    return isOurs && message.includes(policyNames.sentinelMessage) ? 'live' : 'unknown';
  }
}

/** Undefined for a request that the server understood and refused; throws all else, which says nothing about policies. */
function orRefused(error: unknown): undefined {
  if (error instanceof ApiError && error.status >= 400 && error.status < 429 && error.status !== 401) return undefined;
  throw error;
}
