import type { JsonObject } from '@capstan/api';
import { gcpClusterSpec } from '../../testing/gcp.ts';
import { describeLaws } from '../../testing/laws.ts';
import { gcpFacts } from './facts.ts';
import { gcp } from './platform.ts';

const infrastructure = {
  status: {
    infrastructureName: 'ocp1-x7k2p',
    platformStatus: { type: 'GCP', gcp: { projectID: 'acme-ocp-prod', region: 'europe-west4' } },
  },
};

const scopes = ['https://www.googleapis.com/auth/cloud-platform'];

describeLaws(gcp, gcpFacts({ infrastructure, infraCluster: { spec: gcpClusterSpec } }).facts, {
  // GPUs are attached to machine types of n1 only.
  settle(value): JsonObject {
    if (value['gpus'] !== undefined) return { ...value, machineType: 'n1-standard-8' };
    return value['guestAccelerators'] !== undefined ? { ...value, instanceType: 'n1-standard-8' } : value;
  },
  mapi: {
    defaults: [
      ['kind', 'GCPMachineProviderSpec'],
      ['apiVersion', 'machine.openshift.io/v1beta1'],
      ['canIPForward', false],
      ['deletionProtection', false],
      ['credentialsSecret/name', 'gcp-cloud-credentials'],
      ['userDataSecret/name', 'worker-user-data'],
      ['projectID', 'acme-ocp-prod'],
      ['region', 'europe-west4'],
      ['tags', ['ocp1-x7k2p-worker']],
      ['networkInterfaces', [{ network: 'ocp1-x7k2p-network', subnetwork: 'ocp1-x7k2p-worker-subnet' }]],
    ],
    sets: [],
    keepEmpty: [],
    maps: ['labels', 'disks/*/labels'],
    zero: ['preemptible', 'networkInterfaces/*/publicIP', 'disks/*/boot', 'disks/*/sizeGb'],
    whereSet: [['networkInterfaces/0', 'projectID', 'acme-ocp-prod']],
  },
  capi: {
    defaults: [
      ['additionalLabels/kubernetes-io-cluster-ocp1-x7k2p', 'owned'],
      ['ipForwarding', 'Enabled'],
      ['rootDeviceType', 'pd-standard'],
      ['serviceAccounts', { email: 'default', scopes }],
    ],
    sets: [],
    keepEmpty: [],
    maps: ['additionalLabels'],
    zero: ['preemptible', 'publicIP', 'rootDeviceSize'],
    whereSet: [],
  },
});
