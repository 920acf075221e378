import { randomBytes } from 'node:crypto';
import type { KubeClient } from '@capstan/kube/testing';

/**
 * Creates a namespace that nobody else uses and returns its name: `PREFIX-` and eight hex digits. It isn't removed, since no
 * controller runs that would empty it; it goes with the control plane.
 */
export async function createNamespace(client: KubeClient, prefix = 'test'): Promise<string> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  return name;
}
