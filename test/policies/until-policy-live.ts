import type { KubeClient } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { isPolicyLive } from '@capstan/operator';

/** Waits until the server judges by a policy in a namespace: it follows them in the background. */
export async function untilPolicyLive(client: KubeClient, policy: string, namespace: string): Promise<void> {
  await until(`the policy ${policy} to be at work in ${namespace}`, async () =>
    (await isPolicyLive(client, policy, namespace)) ? true : undefined,
  );
}
