import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { infrastructureName, aws as platform } from '../e2e/rig.ts';
import { type Conformance, create, provider, set } from './rig.ts';

const namespace = 'openshift-cluster-api';
const infraVersion = 'infrastructure.cluster.x-k8s.io/v1beta2';
const clusterLabel = { 'cluster.x-k8s.io/cluster-name': infrastructureName };

/** The user data of this cluster is there for Cluster API as soon as a set of Machine API has a use for it, as every cluster's has. */
async function untilUserData(rig: Conformance): Promise<void> {
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name: 'worker-user-data' };
  const find = () => rig.admin.get(ref).catch(() => undefined);
  if ((await find()) !== undefined) return;
  const { metadata, ...others } = platform.mapiSet(provider(rig), { set: { replicas: 0 } });
  await create(rig, { ...others, metadata: { ...asObject(metadata), name: 'others' } });
  await until('the user data for Cluster API', find, { timeoutMs: 60_000 });
}

/** Makes a Machine of Cluster API as a user would who knows nothing of Machine API. */
export async function createClusterApiMachine(rig: Conformance, name: string): Promise<KubeObject> {
  await untilUserData(rig);
  const metadata = { name, namespace, labels: clusterLabel };
  await create(rig, { apiVersion: infraVersion, kind: 'AWSMachine', metadata, spec: infraSpec(rig) });
  const spec = machineSpec('AWSMachine', name);
  return create(rig, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata, spec });
}

/** Makes a template that no controller of ours made. */
export async function createTemplate(rig: Conformance, name: string, changes: JsonObject = {}): Promise<KubeObject> {
  const spec = { template: { spec: { ...infraSpec(rig), ...changes } } };
  return create(rig, { apiVersion: infraVersion, kind: 'AWSMachineTemplate', metadata: { name, namespace }, spec });
}

/** The same for a MachineSet; its template is `by-hand`. */
export async function createClusterApiSet(rig: Conformance, replicas: number): Promise<KubeObject> {
  await untilUserData(rig);
  const template = await createTemplate(rig, 'by-hand');
  const matchLabels = { 'machine.openshift.io/cluster-api-machineset': set };
  return create(rig, {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: { name: set, namespace, labels: clusterLabel },
    spec: {
      clusterName: infrastructureName,
      replicas,
      selector: { matchLabels },
      template: {
        metadata: { labels: { ...matchLabels, ...clusterLabel } },
        spec: machineSpec('AWSMachineTemplate', template.metadata.name),
      },
    },
  });
}

function infraSpec({ aws }: Conformance): JsonObject {
  const { subnet, securityGroup } = aws.network;
  return platform.infraSpec({ subnet: { id: subnet }, additionalSecurityGroups: [{ id: securityGroup }] });
}

function machineSpec(kind: string, name: string): JsonObject {
  return {
    clusterName: infrastructureName,
    failureDomain: 'us-east-1a',
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind, name },
  };
}
