import { type AnyPlatform, asObject, platformOf } from '@capstan/convert';
import type { KubeClient, KubeObject, ListQuery, ObjectRef } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { clusterApiSecretType, clusterApiVersion, leaseRef, machineApiVersion, type Namespaces } from '../names.ts';
import { policyNames } from '../policies/live/policy-names.ts';
import { infrastructureRef } from '../standing/decide-standing.ts';

/** All that an end of Capstan is about, read live. */
export interface UninstallFacts {
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform | undefined;
  readonly lease: KubeObject | undefined;
  readonly machines: readonly KubeObject[];
  readonly machineSets: readonly KubeObject[];
  readonly capiMachines: readonly KubeObject[];
  readonly capiMachineSets: readonly KubeObject[];
  readonly infraMachines: readonly KubeObject[];
  readonly templates: readonly KubeObject[];
  readonly clusters: readonly KubeObject[];
  readonly infraClusters: readonly KubeObject[];
  /** Of the type that Cluster API reads. */
  readonly secrets: readonly KubeObject[];
  /** ValidatingAdmissionPolicies and their bindings, bindings first. */
  readonly policies: readonly KubeObject[];
  /** What they are shipped in, and what was said of them. */
  readonly policyConfigMaps: readonly KubeObject[];
  /** What a provider makes of an infra machine while it acts: VSphereVMs, OpenStackServers. */
  readonly ofProvider: readonly KubeObject[];
}

/** What two providers make for each infra machine that they act on, and go on acting on whatever the infra machine says. */
const madeByProviders: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string }>> = {
  VSphere: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', kind: 'VSphereVM' },
  OpenStack: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1alpha1', kind: 'OpenStackServer' },
};

const admission = 'admissionregistration.k8s.io/v1';

/** Reads them. A kind that the cluster does not have has no objects. Throws `ApiError` where the user may not. */
export async function gatherUninstall(
  client: KubeClient,
  namespaces: Namespaces,
  signal: AbortSignal,
): Promise<UninstallFacts> {
  const get = (ref: ObjectRef) => ifFound(client.get(ref, { signal }));
  const list = async (query: ListQuery) => {
    const found = await ifFound(client.list(query, { signal }));
    // The items of a list do not say what they are.
    return (found?.items ?? []).map((item) => ({ ...item, apiVersion: query.apiVersion, kind: query.kind }));
  };
  const { machineApi, clusterApi } = namespaces;
  const infrastructure = await get(infrastructureRef);
  const known = asObject(infrastructure);
  const platform = known === undefined ? undefined : platformOf(known);
  const inMachineApi = (kind: string) => list({ apiVersion: machineApiVersion, kind, namespace: machineApi });
  const inClusterApi = (kind: string) => list({ apiVersion: clusterApiVersion, kind, namespace: clusterApi });
  const infra = async (of: 'machineKind' | 'templateKind' | 'clusterKind') =>
    platform === undefined
      ? []
      : list({ apiVersion: platform.infra.apiVersion, kind: platform.infra[of], namespace: clusterApi });
  const made = madeByProviders[platform?.type ?? ''];
  const policies = async (kind: string) => list({ apiVersion: admission, kind });
  return {
    namespaces,
    platform,
    lease: await get(leaseRef(namespaces)),
    machines: await inMachineApi('Machine'),
    machineSets: await inMachineApi('MachineSet'),
    capiMachines: await inClusterApi('Machine'),
    capiMachineSets: await inClusterApi('MachineSet'),
    infraMachines: await infra('machineKind'),
    templates: await infra('templateKind'),
    clusters: await inClusterApi('Cluster'),
    infraClusters: await infra('clusterKind'),
    secrets: await list({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: clusterApi,
      fieldSelector: `type=${clusterApiSecretType}`,
    }),
    policies: [
      ...(await policies('ValidatingAdmissionPolicyBinding')),
      ...(await policies('ValidatingAdmissionPolicy')),
    ],
    policyConfigMaps: await list({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: clusterApi,
      labelSelector: policyNames.configMapLabel,
    }),
    ofProvider: made === undefined ? [] : await list({ ...made, namespace: clusterApi }),
  };
}
