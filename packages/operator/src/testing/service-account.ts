import { createTransport } from '@capstan/kube';
import { createClient, type Endpoint, isRecord, type KubeClient } from '@capstan/kube/testing';

/** Makes a ServiceAccount without any right of its own and returns a client that is it. */
export async function createServiceAccount(
  endpoint: Endpoint,
  admin: KubeClient,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<KubeClient> {
  await admin.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  const transport = createTransport(endpoint);
  try {
    const { body } = await transport.request({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    });
    const status = isRecord(body) ? body['status'] : undefined;
    const token = isRecord(status) ? status['token'] : undefined;
    if (typeof token !== 'string') throw new TypeError('the answer to a TokenRequest has no token');
    return createClient({ url: endpoint.url, ca: endpoint.ca, token });
  } finally {
    await transport.close();
  }
}
