import { type KubeClient, type KubeObject, refOf, type Written } from '@capstan/kube';
import type { Write } from './decision.ts';

/** Options of a write; `subresource` of a patch alone. */
export interface AgainstOptions {
  readonly fieldManager?: string;
  readonly subresource?: 'status' | undefined;
  readonly dryRun?: boolean;
  readonly signal: AbortSignal;
}

/** A merge patch against the version that was read: a conflict where another has written since. */
export function patchAgainst(
  client: KubeClient,
  of: KubeObject,
  patch: Readonly<Record<string, unknown>>,
  { subresource, ...options }: AgainstOptions,
): Promise<Written> {
  const metadata = { ...(patch['metadata'] as object | undefined), resourceVersion: of.metadata.resourceVersion };
  return client.mergePatch(refOf(of), { ...patch, metadata }, { ...options, ...(subresource && { subresource }) });
}

/** A deletion of this very object as it was read. */
export async function deleteAgainst(
  client: KubeClient,
  { of, propagation = 'Background' }: Omit<Extract<Write, { verb: 'delete' }>, 'verb'>,
  signal: AbortSignal,
): Promise<void> {
  const { uid, resourceVersion } = of.metadata;
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  await client.delete(refOf(of), { preconditions, propagationPolicy: propagation, signal });
}
