import { nutanixMachineSpec } from '@capstan/api';
import { asObject, textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { nutanixChecks } from './checks.ts';
import { nutanixCluster } from './cluster.ts';
import { credentials } from './cluster-problems.ts';
import { type NutanixFacts, nutanixFacts } from './facts.ts';
import { nutanixHandover } from './handover.ts';
import { nutanixRows } from './nutanix.mapping.ts';
import { nutanixProviderShape } from './provider-shape.ts';
import { nutanixStatus } from './status.ts';
import { nutanixWebhookDefaults } from './webhook-defaults.ts';

/** Nutanix AHV: NutanixMachineProviderConfig and CAPX v1beta1. */
export const nutanix: Platform<NutanixFacts> = {
  type: 'Nutanix',
  provider: {
    kind: 'NutanixMachineProviderConfig',
    apiVersions: ['machine.openshift.io/v1'],
    shape: nutanixProviderShape,
  },
  infra: {
    machineKind: 'NutanixMachine',
    templateKind: 'NutanixMachineTemplate',
    clusterKind: 'NutanixCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: nutanixMachineSpec,
  },
  rows: nutanixRows,
  checks: nutanixChecks,
  // A derived NutanixCluster says nothing that the Infrastructure does not.
  readFacts: nutanixFacts,
  // Region and instance type are the name of Prism Central and the hypervisor: only the controller can ask Prism for them, so labels with them are kept.
  derivedLabels(parts) {
    const cluster = asObject(asObject(parts.value)?.['cluster']);
    const zone = cluster?.['type'] === 'name' ? textAt(cluster, 'name') : undefined;
    return zone === undefined ? {} : { zone };
  },
  status: nutanixStatus,
  cluster: nutanixCluster,
  handover: nutanixHandover,
  webhookDefaults: nutanixWebhookDefaults,
  isRegional: false,
  platformStatus: () => ({ type: 'Nutanix', nutanix: {} }),
  prerequisites: (name) => [
    `Cluster ${name} and NutanixCluster ${name}, the latter with the failure domains that machines name`,
    `Secret ${credentials} with the credentials for Prism Central, in the namespace of the Cluster API objects`,
    `category kubernetes-io-cluster-${name} with the value owned, in Prism Central`,
    "the certificate authority of Prism Central in the NutanixCluster's spec.prismCentral.additionalTrustBundle, where it is not a public one",
  ],
};
