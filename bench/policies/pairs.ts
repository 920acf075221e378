import { type KubeClient, type KubeObject, refOf } from '@capstan/kube';
import { objectOf } from '../../test/policies/objects.ts';
import { inLanes } from '../lanes.ts';

const machineApi = 'openshift-machine-api';
const clusterApi = 'openshift-cluster-api';

/** What sync leaves on a mirror. */
const record = JSON.stringify({
  annotations: ['machine.openshift.io/instance-state'],
  labels: ['machine.openshift.io/region', 'machine.openshift.io/zone', 'pool'],
});
const labels = { pool: 'a', 'machine.openshift.io/region': 'eu-west-1', 'machine.openshift.io/zone': 'eu-west-1a' };
const annotations = { 'capstan.openshift.io/mirrored': record, 'machine.openshift.io/instance-state': 'running' };
const mirror = { 'capstan.openshift.io/mirror': '' };
const marker = { 'capstan.openshift.io/authority': 'ClusterAPI' };

const nameOf = (index: number) => `pair-${String(index).padStart(5, '0')}`;

/** Machine API's half of a pair that Cluster API acts for: what its lock judges. */
export const machineApiHalf = (index: number): KubeObject =>
  objectOf(
    'mapi',
    { name: nameOf(index), namespace: machineApi, labels, annotations },
    { authoritativeAPI: 'ClusterAPI' },
  );

/** Cluster API's half, with the marks of a mirror. */
export const clusterApiHalf = (index: number): KubeObject =>
  objectOf('capi', {
    name: nameOf(index),
    namespace: clusterApi,
    labels: { ...labels, ...mirror },
    annotations: { ...annotations, ...marker },
  });

/** Makes the pairs from one number up to another, as the operator, and their status. */
export async function makePairs(operator: KubeClient, admin: KubeClient, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  await inLanes(numbers, async (number) => {
    await operator.create(clusterApiHalf(number));
    const { object } = await operator.create(machineApiHalf(number));
    const status = { authoritativeAPI: 'ClusterAPI' };
    await admin.mergePatch(refOf(object), { status }, { subresource: 'status' });
  });
}
