import type { JsonObject } from '@capstan/api';
import { gcp } from '../platforms/gcp/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

const scopes = ['https://www.googleapis.com/auth/cloud-platform'];
const account = { email: 'ocp1-x7k2p-w@acme-ocp-prod.iam.gserviceaccount.com', scopes };
const image = 'projects/rhcos-cloud/global/images/rhcos-417-94-202408270355-0-gcp-x86-64';

/** The spec of a GCPCluster as Capstan derives it. */
export const gcpClusterSpec: JsonObject = {
  project: 'acme-ocp-prod',
  region: 'europe-west4',
  network: { name: 'ocp1-x7k2p-network' },
  additionalLabels: { 'kubernetes-io-cluster-ocp1-x7k2p': 'owned' },
  loadBalancer: { apiServerInstanceGroupTagOverride: 'master' },
};

/** A cluster on GCP in europe-west4. */
export const gcpFixture = fixtureOf({
  platform: gcp,
  platformStatus: { type: 'GCP', gcp: { projectID: 'acme-ocp-prod', region: 'europe-west4' } },
  infraCluster: { spec: gcpClusterSpec },
  provider: {
    canIPForward: false,
    deletionProtection: false,
    disks: [{ autoDelete: true, boot: true, image, labels: null, sizeGb: 128, type: 'pd-ssd' }],
    machineType: 'n2-standard-4',
    networkInterfaces: [{ network: 'ocp1-x7k2p-network', subnetwork: 'ocp1-x7k2p-worker-subnet' }],
    projectID: 'acme-ocp-prod',
    region: 'europe-west4',
    serviceAccounts: [account],
    tags: ['ocp1-x7k2p-worker'],
    zone: 'europe-west4-a',
  },
  infraSpec: {
    additionalNetworkTags: ['ocp1-x7k2p-worker'],
    image,
    instanceType: 'n2-standard-4',
    ipForwarding: 'Disabled',
    rootDeviceSize: 128,
    rootDeviceType: 'pd-ssd',
    serviceAccounts: account,
    subnet: 'ocp1-x7k2p-worker-subnet',
  },
  capiMachine: { failureDomain: 'europe-west4-a' },
});

export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(gcpFixture);
