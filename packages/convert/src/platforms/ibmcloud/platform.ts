import { ibmCloudMachineProviderSpec, ibmVPCMachineSpec } from '@capstan/api';
import { asObject, textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { ibmCloudChecks } from './checks.ts';
import { ibmCloudCluster } from './cluster.ts';
import { type IBMCloudFacts, ibmCloudFacts } from './facts.ts';
import { ibmCloudHandover } from './handover.ts';
import { ibmCloudRows } from './ibmcloud.mapping.ts';
import { ibmCloudStatus } from './status.ts';
import { ibmCloudWebhookDefaults } from './webhook-defaults.ts';

/** IBM Cloud VPC: IBMCloudMachineProviderSpec and CAPIBM v1beta2. */
export const ibmCloud: Platform<IBMCloudFacts> = {
  type: 'IBMCloud',
  provider: {
    kind: 'IBMCloudMachineProviderSpec',
    apiVersions: ['ibmcloudproviderconfig.openshift.io/v1beta1'],
    shape: ibmCloudMachineProviderSpec,
  },
  infra: {
    machineKind: 'IBMVPCMachine',
    templateKind: 'IBMVPCMachineTemplate',
    clusterKind: 'IBMVPCCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    shape: ibmVPCMachineSpec,
  },
  rows: ibmCloudRows,
  checks: ibmCloudChecks,
  readFacts: ibmCloudFacts,
  derivedLabels(parts, { region }) {
    const provider = asObject(parts.value);
    const instanceType = textAt(provider, 'profile');
    const zone = textAt(provider, 'zone');
    return {
      ...(instanceType !== undefined && { instanceType }),
      ...(region !== undefined && { region }),
      ...(zone !== undefined && { zone }),
    };
  },
  status: ibmCloudStatus,
  cluster: ibmCloudCluster,
  handover: ibmCloudHandover,
  webhookDefaults: ibmCloudWebhookDefaults,
  isRegional: true,
  platformStatus: (region) => ({ type: 'IBMCloud', ibmcloud: { location: region } }),
  prerequisites: (name) => [
    `Cluster ${name} and IBMVPCCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    'the API key of the cluster, given to the CAPIBM manager',
  ],
};
