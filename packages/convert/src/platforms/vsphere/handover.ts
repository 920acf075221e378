import type { JsonObject } from '@capstan/api';
import type { Handover } from '../../handover/handover.ts';
import type { Segment } from '../../mapping/issue.ts';
import { listAt, textAt } from '../../mapping/json.ts';

/**
 * CAPV finds a running VM by name and folder, Machine API by name. From sources of both controllers; nobody has tried it end to
 * end.
 */
export const vsphereHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'second-address-from-pool',
      effect: 'blocks',
      of: 'running',
      cause: (provider) => firstWith(provider, 'addressesFromPools'),
      message:
        'the other side would claim a second address for the machine: the claims of the two APIs have different names and owners',
      hint: 'Make a new machine on the other API and delete this one.',
    },
    {
      name: 'vm-exists',
      effect: 'needs',
      of: 'running',
      message: 'the VM must be there, with no task under way: a clone that has only begun would be begun again',
      hint: 'Wait until the Machine has spec.providerID and is Running.',
    },
    {
      name: 'vm-in-its-folder',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message:
        'CAPV finds the VM by the name of the Machine in workspace.folder, and would clone a second one where it is not there',
      hint: 'Check with govc vm.info that the VM has the name of the Machine and is in that folder.',
    },
    {
      name: 'vsphere-vm-gone',
      effect: 'needs',
      of: 'running',
      target: 'machine-api',
      message:
        'CAPV has a VSphereVM for each VM: it goes on to act on it while its VSphereMachine is paused, and destroys the VM when the VSphereMachine is deleted',
      hint: 'Annotate the VSphereVM of the same name with cluster.x-k8s.io/paused before the machine changes hands; afterwards remove its finalizer and delete it.',
    },
    {
      name: 'powered-on',
      effect: 'loses',
      of: 'running',
      target: 'cluster-api',
      message: 'CAPV powers on a VM that is off; Machine API leaves it off',
      hint: 'Delete the Machines of VMs that are to stay off, or keep them on Machine API.',
    },
    {
      name: 'zone-exists',
      effect: 'needs',
      of: 'both',
      target: 'cluster-api',
      cause: (provider) =>
        textAt(provider, 'workspace', 'vmGroup') === undefined ? undefined : ['workspace', 'vmGroup'],
      message:
        'CAPV adds the VM to its group by a VSphereDeploymentZone and a VSphereFailureDomain, named as the failure domain of the Infrastructure',
      hint: "Apply both as capstan convert --with-cluster prints them: networks, a folder or a datastore in them would take the place of the machine's own.",
    },
    {
      name: 'user-data-format',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message: 'CAPV takes user data for cloud-init where its secret does not say otherwise',
      hint: 'Give the secret in openshift-cluster-api the keys value, and format with the value ignition.',
    },
    {
      name: 'host-name-of-guest',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message:
        'Machine API tells the guest its name in guestinfo.hostname, and CAPV only where customVMXKeys has it, which a set cannot say for its machines',
      hint: 'See to it that DHCP or reverse DNS gives new machines a host name.',
    },
    {
      name: 'addresses-in-guest',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: (provider) => firstWith(provider, 'addressesFromPools'),
      message:
        'CAPV gives the guest addresses from pools only in cloud-init metadata (guestinfo.metadata); RHCOS without a reader of it comes up with DHCP',
      hint: 'Try one machine before you move the set, and keep the set on Machine API if it does not get its address.',
    },
    {
      name: 'pool-of-own-addresses',
      effect: 'needs',
      of: 'new',
      cause: (provider) => firstWith(provider, 'addressesFromPools'),
      message:
        'addresses are claimed in the namespace of the machine, so a pool that belongs to a namespace must be there too; two pools of one range would give an address twice',
      hint: 'Use a pool that belongs to no namespace, such as a GlobalInClusterIPPool, or give the second pool a range of its own.',
    },
    {
      name: 'tag-of-cluster',
      effect: 'loses',
      of: 'new',
      target: 'cluster-api',
      message:
        'CAPV does not attach the tag that is named as the infrastructure, by which openshift-install destroy finds VMs',
      hint: 'Add the URN of that tag to tagIDs; govc tags.info prints it.',
    },
    {
      name: 'certificate-of-vcenter',
      effect: 'loses',
      of: 'both',
      target: 'cluster-api',
      message: 'CAPV does not verify the certificate of vCenter unless the VSphereCluster has its thumbprint',
      hint: 'Set spec.thumbprint of the VSphereCluster: govc about.cert -thumbprint prints it.',
    },
  ],
};

/** The first network device that has something in a list. */
function firstWith(provider: JsonObject, field: string): readonly Segment[] | undefined {
  const devices = listAt(provider, 'network', 'devices');
  const index = devices.findIndex((device) => listAt(device, field).length > 0);
  return index < 0 ? undefined : ['network', 'devices', index, field];
}
