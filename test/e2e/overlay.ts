import { join } from 'node:path';
import { defaultNamespaces } from '@capstan/operator';
import { root } from '../../scripts/run-command.ts';
import { readKustomization } from '../deploy/kustomize.ts';
import type { Whole } from './rig.ts';

/** The account of OpenShift's own controllers, as which the operator runs where the in-tree policies are. */
export const inTreeAccount = 'capi-controllers';

/** Makes the account, and gives it what the overlay gives it beside what the rig has given to ours. */
export async function grantOverlay(whole: Whole): Promise<void> {
  const metadata = { name: inTreeAccount, namespace: defaultNamespaces.clusterApi };
  await whole.admin.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  const objects = await readKustomization(join(root, 'deploy/overlays/in-tree'));
  for (const object of objects) {
    const isBinding = object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding';
    if (object.kind === 'ClusterRole') await whole.admin.create(object);
    if (!isBinding || !JSON.stringify(object).includes(inTreeAccount)) continue;
    await whole.admin.create({ ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-overlay` } });
  }
}
