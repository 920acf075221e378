import type { KubeClient } from '@capstan/kube';
import { createClient, type Endpoint } from '@capstan/kube/testing';
import { requestToken } from '../prerequisites/token.ts';

/** The endpoint as a ServiceAccount reaches it. */
export async function serviceAccountEndpoint(endpoint: Endpoint, namespace: string, name: string): Promise<Endpoint> {
  const admin = createClient(endpoint);
  try {
    const { url, ca } = endpoint;
    return { url, ca, token: await requestToken(admin.transport, { namespace, name }, AbortSignal.timeout(30_000)) };
  } finally {
    await admin.close();
  }
}

/** Makes a ServiceAccount without any right of its own and returns a client that is it. */
export async function createServiceAccount(
  endpoint: Endpoint,
  admin: KubeClient,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<KubeClient> {
  await admin.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  return createClient(await serviceAccountEndpoint(endpoint, namespace, name));
}
