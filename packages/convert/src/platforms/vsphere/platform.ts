import { vSphereMachineProviderSpec, vSphereMachineSpec } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { vsphereChecks } from './checks.ts';
import { vsphereCluster } from './cluster.ts';
import { type VSphereFacts, vsphereFacts } from './facts.ts';
import { isWithin } from './failure-domains.ts';
import { vsphereHandover } from './handover.ts';
import { vsphereStatus } from './status.ts';
import { vsphereRows } from './vsphere.mapping.ts';
import { vsphereWebhookDefaults } from './webhook-defaults.ts';

/** VMware vSphere: VSphereMachineProviderSpec and CAPV v1beta1. */
export const vsphere: Platform<VSphereFacts> = {
  type: 'VSphere',
  provider: {
    kind: 'VSphereMachineProviderSpec',
    apiVersions: [
      'machine.openshift.io/v1beta1',
      'machine.openshift.io/v1',
      'vsphereprovider.openshift.io/v1beta1',
      'vsphereprovider.openshift.io/v1',
    ],
    shape: vSphereMachineProviderSpec,
  },
  infra: {
    machineKind: 'VSphereMachine',
    templateKind: 'VSphereMachineTemplate',
    clusterKind: 'VSphereCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: vSphereMachineSpec,
  },
  rows: vsphereRows,
  checks: vsphereChecks,
  readFacts: vsphereFacts,
  // The Machine API controller reads them from tags of the VM's hosts; where one failure domain fits, they are its names.
  derivedLabels({ value }, { failureDomains }) {
    const datacenter = textAt(value, 'workspace', 'datacenter');
    const resourcePool = textAt(value, 'workspace', 'resourcePool');
    const vmGroup = textAt(value, 'workspace', 'vmGroup');
    const [domain, ...others] = failureDomains.filter(
      (known) => known.groups?.vm === vmGroup && isWithin({ datacenter, resourcePool }, known),
    );
    return domain === undefined || others.length > 0 ? {} : { region: domain.region, zone: domain.zone };
  },
  status: vsphereStatus,
  cluster: vsphereCluster,
  handover: vsphereHandover,
  webhookDefaults: vsphereWebhookDefaults,
  // vSphere has no region of a cluster: its failure domains are in the spec.
  isRegional: false,
  platformStatus: () => ({ type: 'VSphere', vsphere: {} }),
  prerequisites: (name) => [
    `Cluster ${name} and VSphereCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    `Secret ${name} beside the VSphereCluster, with the keys username and password for its vCenter`,
    'in every secret with user data the key format with the value ignition, beside the key value',
  ],
};
