import type { JsonObject } from '@capstan/api';
import { type Handover, whereListed } from '../../handover/handover.ts';
import type { Segment } from '../../mapping/issue.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { labelEntries } from './user-labels.ts';

/**
 * Both controllers find a running instance by its name in a project and a zone, and change nothing about it. What CAPG
 * adds to an instance it adds when it makes one.
 */
export const gcpHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'instance-found-by-name',
      effect: 'needs',
      of: 'running',
      message:
        'both controllers find an instance by the name of its Machine, the zone and the project, not by its provider id; were one of them another, a second instance would be made',
      hint: 'Check that the provider id names the project of the GCPCluster, the zone and the name of the Machine.',
    },
    {
      name: 'control-plane-instance-group',
      effect: 'needs',
      of: 'both',
      target: 'cluster-api',
      cause: controlPlane,
      message:
        'CAPG puts a machine into the instance groups of the API server only if it has the label cluster.x-k8s.io/control-plane, and into those of Machine API only as the GCPCluster says',
      hint: 'Put the label on the Machine, and set loadBalancer.apiServerInstanceGroupTagOverride: master on the GCPCluster.',
    },
    {
      name: 'resource-manager-tags',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: whereListed('resourceManagerTags'),
      message:
        'CAPG makes a machine without the tags that it cannot look up, and says so in its log only; Machine API makes no machine then',
      hint: 'Let the account of the CAPG manager read and use the tags.',
    },
    {
      name: 'capg-network-tags',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      message:
        'CAPG adds the network tags of the cluster and of the role (INFRASTRUCTURE_NAME, INFRASTRUCTURE_NAME-node) and the labels capg-role and capg-cluster-INFRASTRUCTURE_NAME',
      hint: 'Check that no firewall rule or policy goes by them.',
    },
    {
      name: 'boot-disk-labels',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      cause: (provider) => (labelEntries(provider['labels']) === undefined ? undefined : ['labels']),
      message: 'CAPG puts the labels of the machine on its boot disk as well',
      hint: 'Check what counts disks by their labels.',
    },
    {
      name: 'data-disk-labels',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      cause: dataDisk,
      message: "CAPG puts no labels on data disks, not even the cluster's; they go with their machine all the same",
      hint: 'Check what finds data disks by their labels.',
    },
    {
      name: 'interruptible-label',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      cause: interruptible,
      message:
        'only Machine API labels the Nodes of preemptible and Spot machines as machine.openshift.io/interruptible-instance, where the termination handler runs',
      hint: 'Label the Nodes by other means, or do without the termination handler.',
    },
    {
      name: 'machine-api-network-tags',
      effect: 'loses',
      of: 'new',
      target: 'machine-api',
      message: 'Machine API does not add the network tags and labels that CAPG adds',
      hint: 'Check that no firewall rule or policy goes by them.',
    },
  ],
};

/** A provider spec does not say what role its machines have; the user data that the installer writes does. */
function controlPlane(provider: JsonObject): readonly Segment[] | undefined {
  return textAt(provider, 'userDataSecret', 'name') === 'master-user-data' ? ['userDataSecret', 'name'] : undefined;
}

function dataDisk(provider: JsonObject): readonly Segment[] | undefined {
  const index = listAt(provider, 'disks').findIndex((disk) => asObject(disk)?.['boot'] !== true);
  return index < 0 ? undefined : ['disks', index];
}

function interruptible(provider: JsonObject): readonly Segment[] | undefined {
  if (provider['preemptible'] === true) return ['preemptible'];
  return provider['provisioningModel'] === 'Spot' ? ['provisioningModel'] : undefined;
}
