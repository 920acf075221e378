import type { KubeObject, Metadata } from '@capstan/kube';

/** Kinds of these tests, by the names that they have for them. */
export type Slot = 'mapi' | 'mapiSet' | 'capi' | 'capiSet' | 'infra' | 'template';

const infrastructure = 'infrastructure.cluster.x-k8s.io';

/** What each is, and in which of the two namespaces. */
export const types: { readonly [S in Slot]: readonly [string, string, 'machineApi' | 'clusterApi'] } = {
  mapi: ['machine.openshift.io/v1beta1', 'Machine', 'machineApi'],
  mapiSet: ['machine.openshift.io/v1beta1', 'MachineSet', 'machineApi'],
  capi: ['cluster.x-k8s.io/v1beta2', 'Machine', 'clusterApi'],
  capiSet: ['cluster.x-k8s.io/v1beta2', 'MachineSet', 'clusterApi'],
  infra: [`${infrastructure}/v1beta2`, 'AWSMachine', 'clusterApi'],
  template: [`${infrastructure}/v1beta2`, 'AWSMachineTemplate', 'clusterApi'],
};

const labels = { set: 'workers' };
const capiMachine = {
  clusterName: 'c',
  bootstrap: { dataSecretName: 'user-data' },
  infrastructureRef: { apiGroup: infrastructure, kind: 'AWSMachine', name: 'm' },
};

const specs: { readonly [S in Slot]: object } = {
  mapi: { providerSpec: { value: { instanceType: 'm6i.xlarge' } } },
  mapiSet: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { providerSpec: { value: { instanceType: 'm6i.xlarge' } } } },
  },
  capi: capiMachine,
  capiSet: {
    clusterName: 'c',
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: capiMachine },
  },
  infra: { instanceType: 'm6i.xlarge', sshKeyName: '' },
  template: { template: { spec: { instanceType: 'm6i.xlarge', sshKeyName: '' } } },
};

/** An object of a kind; `spec` is laid over the usual one. */
export function objectOf(slot: Slot, metadata: Metadata, spec: object = {}): KubeObject {
  const [apiVersion, kind] = types[slot];
  return { apiVersion, kind, metadata, spec: { ...specs[slot], ...spec } };
}
