import { awsMachineProviderConfig, awsMachineSpec } from '@capstan/api';
import { asObject } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { awsRows } from './aws.mapping.ts';
import { awsChecks } from './checks.ts';
import { awsCluster } from './cluster.ts';
import { type AWSFacts, awsFacts } from './facts.ts';
import { awsHandover } from './handover.ts';
import { awsStatus } from './status.ts';
import { awsWebhookDefaults } from './webhook-defaults.ts';

/** Amazon Web Services: AWSMachineProviderConfig and CAPA v1beta2. */
export const aws: Platform<AWSFacts> = {
  type: 'AWS',
  provider: {
    kind: 'AWSMachineProviderConfig',
    apiVersions: [
      'machine.openshift.io/v1beta1',
      'machine.openshift.io/v1',
      'awsproviderconfig.openshift.io/v1beta1',
      'awsproviderconfig.openshift.io/v1',
    ],
    shape: awsMachineProviderConfig,
  },
  infra: {
    machineKind: 'AWSMachine',
    templateKind: 'AWSMachineTemplate',
    clusterKind: 'AWSCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    shape: awsMachineSpec,
  },
  rows: awsRows,
  checks: awsChecks,
  // A derived AWSCluster says nothing that the Infrastructure and the machines themselves do not.
  readFacts: ({ infrastructure, infraCluster }) => awsFacts(infrastructure, infraCluster),
  derivedLabels(parts, { region }) {
    const provider = asObject(parts.value);
    const instanceType = provider?.['instanceType'];
    const zone = asObject(provider?.['placement'])?.['availabilityZone'];
    return {
      ...(typeof instanceType === 'string' && { instanceType }),
      ...(region !== undefined && { region }),
      ...(typeof zone === 'string' && { zone }),
    };
  },
  status: awsStatus,
  cluster: awsCluster,
  handover: awsHandover,
  webhookDefaults: awsWebhookDefaults,
  isRegional: true,
  platformStatus: (region) => ({ type: 'AWS', aws: { region } }),
  prerequisites: (name) => [
    `Cluster ${name} and AWSCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    'AWSClusterControllerIdentity default, with the credentials of the CAPA manager',
  ],
};
