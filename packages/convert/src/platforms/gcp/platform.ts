import { gcpMachineSpec } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { gcpChecks } from './checks.ts';
import { gcpCluster } from './cluster.ts';
import { type GCPFacts, gcpFacts } from './facts.ts';
import { gcpRows } from './gcp.mapping.ts';
import { gcpHandover } from './handover.ts';
import { gcpProviderShape } from './provider-shape.ts';
import { gcpStatus } from './status.ts';
import { gcpWebhookDefaults } from './webhook-defaults.ts';

/** Google Cloud: GCPMachineProviderSpec and CAPG v1beta1. */
export const gcp: Platform<GCPFacts> = {
  type: 'GCP',
  provider: {
    kind: 'GCPMachineProviderSpec',
    apiVersions: [
      'machine.openshift.io/v1beta1',
      'machine.openshift.io/v1',
      'gcpprovider.openshift.io/v1beta1',
      'gcpprovider.openshift.io/v1',
      'gcpproviderconfig.openshift.io/v1beta1',
    ],
    shape: gcpProviderShape,
  },
  infra: {
    machineKind: 'GCPMachine',
    templateKind: 'GCPMachineTemplate',
    clusterKind: 'GCPCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: gcpMachineSpec,
  },
  rows: gcpRows,
  checks: gcpChecks,
  readFacts: gcpFacts,
  derivedLabels({ value }, { region }) {
    const [instanceType, zone] = [textAt(value, 'machineType'), textAt(value, 'zone')];
    return {
      ...(instanceType !== undefined && { instanceType }),
      ...(region !== undefined && { region }),
      ...(zone !== undefined && { zone }),
    };
  },
  status: gcpStatus,
  cluster: gcpCluster,
  handover: gcpHandover,
  webhookDefaults: gcpWebhookDefaults,
  isRegional: true,
  platformStatus: (region) => ({ type: 'GCP', gcp: { region } }),
  prerequisites: (name) => [
    `Cluster ${name} and GCPCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    'credentials of Google Cloud for the CAPG manager, in the project of the cluster and in that of a shared VPC',
  ],
};
