import type { Handover } from '../../handover/handover.ts';
import { textAt } from '../../mapping/json.ts';

/**
 * CAPO v0.14 keeps an OpenStackServer a machine. It looks for an instance and for ports of its name before it makes any, so
 * instances can change hands as they are; nobody has tried it end to end.
 */
export const openStackHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'instance-named-as-machine',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message:
        'CAPO finds an instance by the name of its Machine, not by its id; where none has the name it makes another',
      hint: 'Check that exactly one instance has the name of the Machine: openstack server list --name NAME.',
    },
    {
      name: 'ports-named-as-machine',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message:
        'CAPO finds the ports of an instance by network and name, which is that of the Machine with the number or suffix of the port; it makes those that it does not find and leaves them unattached',
      hint: 'Compare the names of the ports: openstack port list --server NAME.',
    },
    {
      name: 'server-group-exists',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: (provider) =>
        textAt(provider, 'serverGroupName') !== undefined && textAt(provider, 'serverGroupID') === undefined
          ? ['serverGroupName']
          : undefined,
      message: 'CAPO does not make a server group that is not there, as Machine API does',
      hint: 'Check that exactly one group has this name: openstack server group list.',
    },
    {
      name: 'tags-of-machine-api',
      effect: 'loses',
      of: 'both',
      target: 'cluster-api',
      message:
        'instances that CAPO makes, and ports that it takes over, lack the tags cluster-api-provider-openstack and NAMESPACE-CLUSTER, which Machine API adds by itself',
      hint: 'Add them under tags of the provider spec if anything looks for them.',
    },
    {
      name: 'deletion-not-awaited',
      effect: 'loses',
      of: 'both',
      target: 'cluster-api',
      message:
        'a Machine is gone before its instance is: where the status of the OpenStackCluster has no network, CAPO leaves the instance to the garbage collection of the OpenStackServer',
      hint: 'Look for the instance itself before its name or addresses are used again: openstack server list --name NAME.',
    },
    {
      name: 'openstack-server-stays',
      effect: 'needs',
      of: 'running',
      target: 'machine-api',
      message:
        'CAPO keeps an OpenStackServer of the name of the Machine, which is not paused with its OpenStackMachine; when it is deleted CAPO deletes the instance, whoever owns it by then',
      hint: 'Set the annotation cluster.x-k8s.io/paused on the OpenStackServer, and keep it and the OpenStackMachine while the instance runs.',
    },
  ],
};
