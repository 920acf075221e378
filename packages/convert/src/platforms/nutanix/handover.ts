import type { Handover } from '../../handover/handover.ts';

/** Both controllers find a running VM by its UUID, else by the name of its Machine. Why sync stays off: docs/adr/0007. */
export const nutanixHandover: Handover = {
  evidence: 'unproven',
  sync: {
    allowed: false,
    reason:
      'CAPX acts on every NutanixCluster, whatever its annotation cluster.x-k8s.io/managed-by says: it takes ownership of the credentials secret, and deletes it with the NutanixCluster',
  },
  facts: [
    {
      name: 'vm-known',
      effect: 'needs',
      of: 'running',
      message:
        'both controllers find a VM by the UUID in the status of its machine; without one they look for a VM with the name of the Machine, and make another where there is none',
      hint: 'Wait until the Machine has spec.providerID and the UUID of the VM in its status, and never rename a VM in Prism.',
    },
    {
      name: 'host-name',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      message:
        "Machine API writes each machine's name to /etc/hostname; Cluster API does not, so new machines get their names from DHCP or from the VM's metadata, if the image reads it",
      hint: 'Try one new machine first, and see that its Node has the name of the Machine.',
    },
    {
      name: 'categories-exist',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message:
        "CAPX makes no VM while one of its categories is missing in Prism Central; Machine API skips the cluster's own one where it is missing",
      hint: 'Make sure that Prism Central has the category kubernetes-io-cluster-<infrastructure name> with the value owned.',
    },
  ],
};
