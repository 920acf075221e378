import { openStackMachineSpec, openstackProviderSpec } from '@capstan/api';
import { asObject, textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { openStackChecks } from './checks.ts';
import { openStackCluster } from './cluster.ts';
import { type OpenStackFacts, openStackFacts } from './facts.ts';
import { openStackHandover } from './handover.ts';
import { openStackRows } from './openstack.mapping.ts';
import { openStackStatus } from './status.ts';

/** OpenStack: OpenstackProviderSpec and CAPO v1beta1. */
export const openstack: Platform<OpenStackFacts> = {
  type: 'OpenStack',
  provider: {
    kind: 'OpenstackProviderSpec',
    apiVersions: ['machine.openshift.io/v1alpha1', 'openstackproviderconfig.openshift.io/v1alpha1'],
    // No API server ever sees it; what it needs the rows and checks say, and image is not among it.
    shape: { type: 'object', fields: openstackProviderSpec.fields },
  },
  infra: {
    machineKind: 'OpenStackMachine',
    templateKind: 'OpenStackMachineTemplate',
    clusterKind: 'OpenStackCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    shape: openStackMachineSpec,
  },
  rows: openStackRows,
  checks: openStackChecks,
  readFacts: openStackFacts,
  // The region is in clouds.yaml, which nobody reads here: a label with it is kept.
  derivedLabels(parts) {
    const provider = asObject(parts.value);
    const instanceType = textAt(provider, 'flavor');
    const zone = textAt(provider, 'availabilityZone');
    return { ...(instanceType !== undefined && { instanceType }), ...(zone !== undefined && { zone }) };
  },
  status: openStackStatus,
  cluster: openStackCluster,
  handover: openStackHandover,
  // CAPO's webhooks check and default nothing, which the laws hold us to.
  webhookDefaults: [],
  isRegional: false,
  platformStatus: () => ({ type: 'OpenStack', openstack: {} }),
  prerequisites: (name) => [
    `Cluster ${name} and OpenStackCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by) and without a network in its status`,
    'the secrets with clouds.yaml in the namespace of Cluster API, under the names that they have in that of Machine API',
  ],
};
