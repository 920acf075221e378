import type { JsonObject } from '@capstan/api';
import { azure } from '../platforms/azure/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

/** The subscription of the tests' cluster. */
export const subscription = '11111111-2222-4333-8444-555555555555';

/** A resource of that subscription and of the cluster's resource group. */
export const armId = (type: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/ocp1-x7k2p-rg/providers/${type}/${name}`;

const gallery = 'Microsoft.Compute/galleries/gallery_ocp1_x7k2p/images';

/** The image of the tests, without its subscription. */
export const resourceID = `/resourceGroups/ocp1-x7k2p-rg/providers/${gallery}/ocp1-x7k2p-gen2/versions/latest`;

const network = {
  vnet: { name: 'ocp1-x7k2p-vnet', resourceGroup: 'ocp1-x7k2p-rg' },
  nodeOutboundLB: { name: 'ocp1-x7k2p', backendPool: { name: 'ocp1-x7k2p' } },
  apiServerLB: { name: 'ocp1-x7k2p-internal', type: 'Internal', backendPool: { name: 'ocp1-x7k2p-internal' } },
  controlPlaneOutboundLB: { name: 'ocp1-x7k2p', backendPool: { name: 'ocp1-x7k2p' } },
};

/** The AzureCluster of the tests; changes are to its spec. */
export const azureCluster = (changes: JsonObject = {}, networkChanges: JsonObject = {}): JsonObject => ({
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
  kind: 'AzureCluster',
  metadata: {
    name: 'ocp1-x7k2p',
    namespace: 'openshift-cluster-api',
    annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' },
  },
  spec: {
    location: 'eastus2',
    resourceGroup: 'ocp1-x7k2p-rg',
    subscriptionID: subscription,
    azureEnvironment: 'AzurePublicCloud',
    networkSpec: { ...network, ...networkChanges },
    ...changes,
  },
});

/** A cluster on Azure in eastus2. */
export const azureFixture = fixtureOf({
  platform: azure,
  platformStatus: {
    type: 'Azure',
    azure: {
      cloudName: 'AzurePublicCloud',
      resourceGroupName: 'ocp1-x7k2p-rg',
      networkResourceGroupName: 'ocp1-x7k2p-rg',
    },
  },
  infraCluster: azureCluster(),
  provider: {
    vmSize: 'Standard_D4s_v5',
    image: { resourceID },
    location: 'eastus2',
    zone: '1',
    vnet: 'ocp1-x7k2p-vnet',
    subnet: 'ocp1-x7k2p-worker-subnet',
    publicLoadBalancer: 'ocp1-x7k2p',
    publicIP: false,
    osDisk: {
      osType: 'Linux',
      diskSizeGB: 128,
      cachingType: 'ReadWrite',
      managedDisk: { storageAccountType: 'Premium_LRS' },
    },
    sshPublicKey: btoa('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7X ops@example.com\n'),
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'azure-cloud-credentials', namespace: 'openshift-machine-api' },
  },
  infraSpec: {
    vmSize: 'Standard_D4s_v5',
    image: { id: `/subscriptions/${subscription}${resourceID}` },
    identity: 'None',
    networkInterfaces: [{ subnetName: 'ocp1-x7k2p-worker-subnet', acceleratedNetworking: false, privateIPConfigs: 1 }],
    osDisk: {
      osType: 'Linux',
      diskSizeGB: 128,
      cachingType: 'ReadWrite',
      managedDisk: { storageAccountType: 'Premium_LRS' },
    },
    additionalTags: { 'kubernetes.io_cluster.ocp1-x7k2p': 'owned' },
    diagnostics: { boot: { storageAccountType: 'Disabled' } },
    disableVMBootstrapExtension: true,
    sshPublicKey: btoa('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7X ops@example.com\n'),
  },
});

export const { provider, infraSpec, mapiMachine, mapiSet, capiMachine, capiSet, converter } = azureFixture;

/** The ways of a value between the two APIs on Azure. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(azureFixture);
