import { azureMachineSpec } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { azureRows } from './azure.mapping.ts';
import { azureChecks } from './checks.ts';
import { azureCluster } from './cluster.ts';
import { type AzureFacts, azureFacts } from './facts.ts';
import { azureHandover } from './handover.ts';
import { azureProviderShape } from './provider-shape.ts';
import { statusOfRegion } from './region.ts';
import { azureStatus } from './status.ts';
import { azureWebhookDefaults } from './webhook-defaults.ts';

/** Microsoft Azure: AzureMachineProviderSpec and CAPZ v1beta1. */
export const azure: Platform<AzureFacts> = {
  type: 'Azure',
  provider: {
    kind: 'AzureMachineProviderSpec',
    apiVersions: [
      'machine.openshift.io/v1beta1',
      'machine.openshift.io/v1',
      'azureproviderconfig.openshift.io/v1beta1',
      'azureproviderconfig.openshift.io/v1',
    ],
    shape: azureProviderShape,
  },
  infra: {
    machineKind: 'AzureMachine',
    templateKind: 'AzureMachineTemplate',
    clusterKind: 'AzureCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: azureMachineSpec,
  },
  rows: azureRows,
  checks: azureChecks,
  readFacts: azureFacts,
  derivedLabels(parts, { expected: { location } }) {
    const instanceType = textAt(parts.value, 'vmSize');
    const zone = textAt(parts.value, 'zone');
    const region = textAt(parts.value, 'location') ?? location;
    return {
      ...(instanceType !== undefined && { instanceType }),
      ...(region !== undefined && { region }),
      ...(zone !== undefined && { zone }),
    };
  },
  status: azureStatus,
  cluster: azureCluster,
  handover: azureHandover,
  webhookDefaults: azureWebhookDefaults,
  // The region stands nowhere in an Infrastructure object of Azure: machines say it.
  isRegional: false,
  platformStatus: statusOfRegion,
  prerequisites: (name) => [
    `Cluster ${name} and AzureCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    `AzureClusterIdentity ${name}, with the credentials of the CAPZ manager (the secret capz-manager-bootstrap-credentials has them)`,
  ],
};
