import { asObject, listAt } from '@capstan/convert';
import { ApiError, type KubeClient } from '@capstan/kube';
import type { Namespaces } from '../../names.ts';
import type { PolicyBundle } from './bundle.ts';
import { policyNames } from './policy-names.ts';
import type { Liveness } from './policy-state.ts';

/** What to ask with. */
export interface ProbeOptions {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the API server that answers obeys a policy: policies have no readiness of their own, and are followed in the background. Every
 * policy also judges the making of one ConfigMap that nobody ever makes, and refuses it, or warns, with `policy in place` where its
 * label names that policy. So it is made by a dry run: by server-side apply, for which a right to that one name is enough.
 */
export async function probePolicy(
  bundle: PolicyBundle,
  { client, namespaces, signal }: ProbeOptions,
): Promise<Liveness> {
  const { name } = bundle;
  const isAnswer = (text: string) =>
    text.includes(`ValidatingAdmissionPolicy '${name}'`) && text.includes(policyNames.sentinelMessage);
  const sentinel = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: policyNames.sentinel,
      namespace: namespaceOf(bundle) ?? namespaces.clusterApi,
      labels: { [policyNames.sentinelLabel]: name },
    },
  };
  try {
    const { fieldManager } = policyNames;
    const { warnings } = await client.apply(sentinel, { fieldManager, dryRun: true, signal });
    return warnings.some(isAnswer) ? 'live' : 'notYet';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isAnswer(error.message)) return 'live';
    // By a policy of somebody else, or by one of ours that is not as it should be: no answer.
    if (error.message.includes('ValidatingAdmissionPolicy ')) return 'notYet';
    throw error;
  }
}

/** The one that the bindings, or the policy, name by the label that every namespace has. */
function namespaceOf({ policy, bindings }: PolicyBundle): string | undefined {
  const constraints = [
    ...bindings.map((binding) => asObject(asObject(binding['spec'])?.['matchResources'])),
    asObject(asObject(policy['spec'])?.['matchConstraints']),
  ];
  for (const selector of constraints.map((each) => asObject(each?.['namespaceSelector']))) {
    const byLabel = asObject(selector?.['matchLabels'])?.[namespaceLabel];
    if (typeof byLabel === 'string') return byLabel;
    for (const expression of listAt(selector, 'matchExpressions')) {
      const { key, operator, values } = asObject(expression) ?? {};
      const [first] = Array.isArray(values) ? values : [];
      if (key === namespaceLabel && operator === 'In' && typeof first === 'string') return first;
    }
  }
  return undefined;
}

const namespaceLabel = 'kubernetes.io/metadata.name';
