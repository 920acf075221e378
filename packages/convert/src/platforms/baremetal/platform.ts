import { bareMetalMachineProviderSpec, metal3MachineSpec } from '@capstan/api';
import type { Platform } from '../../objects/platform.ts';
import { bareMetalRows } from './baremetal.mapping.ts';
import { bareMetalChecks } from './checks.ts';
import { bareMetalCluster } from './cluster.ts';
import { type BareMetalFacts, bareMetalFacts } from './facts.ts';
import { bareMetalHandover } from './handover.ts';
import { bareMetalStatus } from './status.ts';

/**
 * Bare metal: BareMetalMachineProviderSpec and CAPM3 v1beta1. CAPM3's webhooks write no default into a Metal3Machine or its
 * template; the CRD alone does, beside the template.
 */
export const bareMetal: Platform<BareMetalFacts> = {
  type: 'BareMetal',
  provider: {
    kind: 'BareMetalMachineProviderSpec',
    apiVersions: ['baremetal.cluster.k8s.io/v1alpha1'],
    shape: bareMetalMachineProviderSpec,
  },
  infra: {
    machineKind: 'Metal3Machine',
    templateKind: 'Metal3MachineTemplate',
    clusterKind: 'Metal3Cluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: metal3MachineSpec,
    besideTemplate: [
      {
        field: 'nodeReuse',
        default: false,
        doc: 'Machine API does not give the hosts of deleted machines to the new ones of the same set.',
        hint: 'Set nodeReuse: false, or keep this on Cluster API.',
      },
    ],
    tiedBy: ['metal3.io/BareMetalHost'],
  },
  rows: bareMetalRows,
  checks: bareMetalChecks,
  readFacts: ({ infraCluster }) => bareMetalFacts(infraCluster),
  // Machine API's actuator writes no such labels on bare metal.
  derivedLabels: () => ({}),
  status: bareMetalStatus,
  cluster: bareMetalCluster,
  handover: bareMetalHandover,
  // Bare metal has no regions.
  isRegional: false,
  platformStatus: () => ({ type: 'BareMetal', baremetal: {} }),
  prerequisites: (name) => [
    `Cluster ${name} and Metal3Cluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    'free BareMetalHosts in the namespace of the Cluster API machines, with the labels that host selectors ask for',
  ],
};
