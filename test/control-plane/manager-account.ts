import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from '@capstan/kube/testing';
import { createClient, isRecord, kubeconfig } from '@capstan/kube/testing';
import { serviceAccountEndpoint } from '@capstan/operator/testing';
import { parseAllDocuments } from 'yaml';
import { type ModuleName, moduleDir } from './modules.ts';

/** The modules whose managers have rights of their own. */
export type ManagedModule = Extract<ModuleName, 'cluster-api-1.11.5' | 'cluster-api-provider-aws'>;

const namespace = 'openshift-cluster-api';

/**
 * Gives a manager a ServiceAccount with the rights that its own module's config/rbac gives it, and no others. Returns the control
 * plane as it is to be handed to the manager's starter.
 */
export async function asManagerOf<P extends Pick<ControlPlane, 'url' | 'ca' | 'token' | 'kubeconfigPath' | 'folder'>>(
  module: ManagedModule,
  plane: P,
): Promise<P> {
  const name = module === 'cluster-api-1.11.5' ? 'capi-manager' : 'capa-manager';
  const client = createClient(plane);
  try {
    const subject = { kind: 'ServiceAccount', name, namespace };
    const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
    await client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    await client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: await rulesOf(module),
    });
    await client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: role,
      subjects: [subject],
    });
  } finally {
    await client.close();
  }
  const endpoint = await serviceAccountEndpoint(plane, namespace, name);
  const kubeconfigPath = join(plane.folder, `${name}.kubeconfig`);
  await writeFile(kubeconfigPath, kubeconfig(endpoint), { mode: 0o600 });
  return { ...plane, ...endpoint, kubeconfigPath };
}

async function rulesOf(module: ManagedModule): Promise<unknown[]> {
  const file = join(await moduleDir(module), 'config/rbac/role.yaml');
  const documents: unknown[] = parseAllDocuments(await readFile(file, 'utf8')).map((each) => each.toJS());
  const role = documents.find((each) => isRecord(each) && each['kind'] === 'ClusterRole');
  const rules = isRecord(role) ? role['rules'] : undefined;
  if (!Array.isArray(rules)) throw new Error(`${file} has no ClusterRole with rules`);
  return rules;
}
