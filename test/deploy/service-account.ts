import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { KubeObject } from '@capstan/kube';
import { isRecord, type KubeClient } from '@capstan/kube/testing';
import { defaultNamespaces, type Namespaces } from '@capstan/operator';
import { root } from '../../scripts/run-command.ts';
import { readKustomization } from './kustomize.ts';

/** The ServiceAccount that the operator runs as. */
export const operatorAccount = 'capstan';

const kinds: ReadonlySet<string> = new Set([
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
]);

/**
 * Gives namespaces of a test the ServiceAccounts and rights of deploy/base, as they are but for the namespaces. What stands in no
 * namespace of the test has a name of its own, so that no other test has rights by it.
 */
export async function applyRbac(client: KubeClient, namespaces: Namespaces): Promise<void> {
  const suffix = randomBytes(4).toString('hex');
  const objects = await readKustomization(join(root, 'deploy/base'));
  for (const object of objects.filter(({ kind }) => kinds.has(kind))) {
    // Another namespace's Prometheus, which no test has.
    if (object.metadata.name === 'capstan-prometheus') continue;
    await client.create(inNamespaces(object, namespaces, suffix));
  }
}

function inNamespaces(object: KubeObject, namespaces: Namespaces, suffix: string): KubeObject {
  const names: Readonly<Record<string, string>> = {
    [defaultNamespaces.machineApi]: namespaces.machineApi,
    [defaultNamespaces.clusterApi]: namespaces.clusterApi,
  };
  const { namespace = '', name } = object.metadata;
  const isOurs = names[namespace] !== undefined;
  const text = JSON.stringify(object, (_key, value: unknown) =>
    typeof value === 'string' ? (names[value] ?? value) : value,
  );
  const moved: KubeObject = JSON.parse(text);
  if (isOurs) return moved;
  const own = `${name}-${suffix}`;
  const roleRef = moved['roleRef'];
  return {
    ...moved,
    metadata: { ...moved.metadata, name: own },
    ...(isRecord(roleRef) && { roleRef: { ...roleRef, name: own } }),
  };
}
