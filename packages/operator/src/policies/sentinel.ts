import type { KubeClient, KubeObject } from '@capstan/kube';
import { ApiError } from '@capstan/kube';

/** A ConfigMap that nobody ever makes: to ask for it with {@link sentinelLabel} is to ask a policy whether it is at work. */
export const sentinelName = 'capstan-policy-sentinel';

/** Its value is the name of the policy that is asked. */
export const sentinelLabel = 'capstan.openshift.io/policy-sentinel';

/** What a policy says that is at work. */
export const inPlace = 'policy in place';

/** The object to make, by a dry run, in a namespace where the policy judges. */
export function sentinelFor(policy: string, namespace: string): KubeObject {
  const metadata = { name: sentinelName, namespace, labels: { [sentinelLabel]: policy } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

/**
 * True where a policy of that name is at work in the namespace. The server follows policies in the background and says nowhere how far
 * it is, so it is asked. Nothing is stored. Throws `ApiError` where the user may not make a ConfigMap there.
 */
export async function isPolicyLive(
  client: KubeClient,
  policy: string,
  namespace: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  try {
    const { warnings } = await client.create(sentinelFor(policy, namespace), { ...options, dryRun: true });
    return warnings.some((warning) => isAnswer(warning, policy));
  } catch (error) {
    if (error instanceof ApiError && isAnswer(error.message, policy)) return true;
    throw error;
  }
}

function isAnswer(text: string, policy: string): boolean {
  return text.includes(`ValidatingAdmissionPolicy '${policy}'`) && text.includes(inPlace);
}
