import type { Handover } from '../../handover/handover.ts';

/** Both controllers find a running instance by its name, so nothing has to be made anew. Read in their sources, not tried. */
export const ibmCloudHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'instance-name-kept',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message: 'CAPIBM adopts the instance that has the name of the machine; one that was renamed would be made again',
      hint: 'Check with `ibmcloud is instances` that an instance of the region has the name of the machine.',
    },
    {
      name: 'instance-in-vpc',
      effect: 'needs',
      of: 'running',
      target: 'machine-api',
      cause: () => ['vpc'],
      message:
        'Machine API finds an instance by the name of the machine in this VPC; the machine of one that it does not find fails',
      hint: 'Check with `ibmcloud is instances` that an instance of the VPC has the name of the machine.',
    },
    {
      name: 'tagging-allowed',
      effect: 'needs',
      of: 'both',
      target: 'cluster-api',
      message: 'CAPIBM attaches a user tag with the name of the cluster to each instance, and stops where it may not',
      hint: "Let the API key of CAPIBM's manager attach user tags.",
    },
    {
      name: 'resource-group-id',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message: 'CAPIBM makes instances and looks for images in the resource group whose id the IBMVPCCluster has',
      hint: 'Write the id, not the name, into spec.resourceGroup of the IBMVPCCluster.',
    },
    {
      name: 'network-names-unique',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: () => ['primaryNetworkInterface'],
      message:
        'CAPIBM takes the first subnet and the first security groups of these names, in whatever VPC of the region',
      hint: 'Check that no other VPC of the region has them, or list their ids in status.network of the IBMVPCCluster.',
    },
    {
      name: 'no-replacement-of-stuck-machines',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      message:
        'Machine API replaces an instance whose machine is Provisioned and no Node after 15 minutes; CAPIBM does not',
      hint: 'Make a MachineHealthCheck of Cluster API with a nodeStartupTimeout.',
    },
  ],
};
