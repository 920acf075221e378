import type { KubeObject } from '@capstan/kube';
import type { Slot } from './looking.ts';
import { says, statusOf } from './objects.ts';
import type { Whole } from './rig.ts';

/** By hand what a migration will do: status by way of Migrating as the CRD demands, and marks and pause of Cluster API's half. */
export async function handOver(whole: Whole, kind: 'machine' | 'set', name: string): Promise<void> {
  const [mapi, capi]: [Slot, Slot] = kind === 'machine' ? ['mapi', 'capi'] : ['mapiSet', 'capiSet'];
  await whole.patch(mapi, name, { spec: { authoritativeAPI: 'ClusterAPI' } });
  await whole.until(mapi, name, 'synchronized as it is now', isCurrent);
  await whole.setStatus(mapi, name, { authoritativeAPI: 'Migrating', synchronizedAPI: 'MachineAPI' });
  await whole.until(mapi, name, 'paused', says('Paused', 'True'));
  const metadata = {
    annotations: { 'cluster.x-k8s.io/paused': null, 'capstan.openshift.io/authority': 'ClusterAPI' },
  };
  if (kind === 'machine') await whole.patch('infra', name, { metadata });
  await whole.patch(capi, name, { metadata });
  const { conditions } = statusOf(await whole.get(mapi, name));
  const unknown = {
    type: 'Synchronized',
    status: 'Unknown',
    severity: 'Info',
    reason: 'AuthoritativeAPIChanged',
    message: 'Waiting for resync after change of AuthoritativeAPI',
    lastTransitionTime: '2026-11-01T00:00:00Z',
  };
  const list = JSON.parse(JSON.stringify(conditions)) as { type: string }[];
  await whole.setStatus(mapi, name, {
    authoritativeAPI: 'ClusterAPI',
    synchronizedGeneration: 0,
    conditions: list.map((each) => (each.type === 'Synchronized' ? unknown : each)),
  });
  await whole.until(mapi, name, 'synchronized from Cluster API', says('Synchronized', 'True'));
}

function isCurrent(object: KubeObject): boolean {
  return statusOf(object)['synchronizedGeneration'] === object.metadata.generation;
}
