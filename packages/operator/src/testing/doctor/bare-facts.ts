import type { JsonObject } from '@capstan/api';
import type { KubeObject } from '@capstan/kube';
import type { DoctorFacts } from '../../doctor/facts.ts';
import { clusterApiVersion, defaultNamespaces, leaseName } from '../../names.ts';

/** When doctor looks. */
const now = '2026-11-25T12:00:00Z';
const longAgo = '2026-11-25T10:00:00Z';

/** A condition that has been so for two hours. */
export function condition(type: string, status: string, reason: string, message = ''): JsonObject {
  return { type, status, reason, message, lastTransitionTime: longAgo };
}

/** An object as the API server would have it. */
export function objectOf(object: JsonObject, metadata: JsonObject = {}, status?: JsonObject): KubeObject {
  const copy: KubeObject = JSON.parse(JSON.stringify(object));
  const { name } = copy.metadata;
  const base = { uid: `${copy.kind}-${name}`, generation: 1, resourceVersion: '1', creationTimestamp: longAgo };
  return { ...copy, metadata: { ...base, ...copy.metadata, ...metadata }, ...(status !== undefined && { status }) };
}

/** A cluster with its operator and nothing that it could do. */
export function bareFacts(given: Partial<DoctorFacts>): DoctorFacts {
  const namespace = defaultNamespaces.clusterApi;
  const spec = {
    holderIdentity: 'capstan-7d9c_0f7f1c1e-52a4-4f0e-9a61-2f5a4c1f7d33',
    renewTime: now,
    leaseDurationSeconds: 137,
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'capstan', namespace },
    spec: { replicas: 1 },
  };
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'machine-api-machine-vap' },
  };
  const binding = {
    ...policy,
    kind: 'ValidatingAdmissionPolicyBinding',
    spec: { policyName: 'machine-api-machine-vap' },
  };
  const infraCluster = {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSCluster',
    metadata: { name: 'ocp1-x7k2p', namespace },
    spec: { region: 'us-east-1' },
  };
  return {
    origin: 'cluster',
    namespaces: defaultNamespaces,
    now: new Date(now),
    localNow: new Date(now),
    platform: undefined,
    infrastructure: undefined,
    obstacle: undefined,
    lease: objectOf({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: leaseName, namespace },
      spec,
    }),
    machines: [],
    machineSets: [],
    controlPlaneMachineSets: [],
    capiMachines: [],
    capiMachineSets: [],
    infraMachines: [],
    templates: [],
    clusters: [
      objectOf({ apiVersion: clusterApiVersion, kind: 'Cluster', metadata: { name: 'ocp1-x7k2p', namespace } }),
    ],
    infraClusters: [objectOf(infraCluster)],
    autoscalers: [],
    secrets: [],
    policies: [objectOf(policy)],
    bindings: [objectOf(binding)],
    deployments: [objectOf(deployment, {}, { availableReplicas: 1 })],
    unseen: new Map(),
    ...given,
  };
}
