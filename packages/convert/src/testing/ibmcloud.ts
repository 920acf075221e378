import type { JsonObject } from '@capstan/api';
import { ibmCloud } from '../platforms/ibmcloud/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

/** The IBMVPCCluster of the fixture's cluster, whose network is in a resource group of its own. */
export const ibmVpcCluster: JsonObject = {
  metadata: { annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' } },
  spec: {
    region: 'eu-de',
    resourceGroup: '0123456789abcdef0123456789abcdef',
    network: { vpc: { name: 'corp-vpc' }, resourceGroup: { id: '', name: 'corp-network' } },
  },
};

/** A cluster on IBM Cloud in eu-de. */
export const ibmCloudFixture = fixtureOf({
  platform: ibmCloud,
  platformStatus: { type: 'IBMCloud', ibmcloud: { location: 'eu-de', resourceGroupName: 'ocp1-x7k2p' } },
  infraCluster: ibmVpcCluster,
  provider: {
    credentialsSecret: { name: 'ibmcloud-credentials' },
    image: 'ocp1-x7k2p-rhcos',
    networkResourceGroup: 'corp-network',
    primaryNetworkInterface: { subnet: 'corp-workers', securityGroups: ['corp-workers-sg'] },
    profile: 'bx2-4x16',
    region: 'eu-de',
    resourceGroup: 'ocp1-x7k2p',
    userDataSecret: { name: 'worker-user-data' },
    vpc: 'corp-vpc',
    zone: 'eu-de-1',
  },
  infraSpec: {
    image: { name: 'ocp1-x7k2p-rhcos' },
    primaryNetworkInterface: { subnet: 'corp-workers', securityGroups: [{ name: 'corp-workers-sg' }] },
    profile: 'bx2-4x16',
    zone: 'eu-de-1',
  },
});

export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(ibmCloudFixture);
