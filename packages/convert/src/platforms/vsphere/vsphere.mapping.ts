import type { VSphereMachineProviderSpec, VSphereMachineSpec } from '@capstan/api';
import { enumeration } from '../../codecs/enumeration.ts';
import { userDataSecret } from '../../codecs/user-data-secret.ts';
import { listOf, nested } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import type { VSphereFacts } from './facts.ts';
import { network } from './network.ts';
import { placement } from './placement.ts';
import { providerId } from './provider-id.ts';
import { server } from './server.ts';
import { cpus, defaultMemory, leastCpus, memory } from './sizes.ts';

type Mapi = Loose<VSphereMachineProviderSpec> & MapiMachineParts;
type Capi = Loose<VSphereMachineSpec> & CapiMachineParts;
type Context = RowContext<VSphereFacts>;

const r = rowsFor<Mapi, Capi, Context>();

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';

/** VSphereMachineProviderSpec and VSphereMachine (CAPV v1beta1), field by field. */
export const vsphereRows: readonly Row<Context>[] = [
  // What is cloned
  r.same('template', 'template', {
    samples: { mapi: ['/Halle/vm/rhcos', 'rhcos-9.6'], capi: ['/Halle/vm/rhcos'], required: true },
    doc: 'By name, inventory path or instance UUID, which both sides look up alike. The id of an object (vm-123) is refused: only CAPV knows it.',
  }),
  r.via(
    'cloneMode',
    'cloneMode',
    enumeration([
      ['fullClone', 'fullClone'],
      ['linkedClone', 'linkedClone'],
    ]),
    {
      mapi: { absentIs: 'fullClone' },
      capi: { absentIs: 'linkedClone' },
      doc: 'The defaults differ, so it is always written. Both fall back to a full clone where there is no snapshot.',
    },
  ),
  r.same('snapshot', 'snapshot', { doc: 'Of a linked clone; a full clone has no use for it on either side.' }),

  // What the machine is
  r.via('numCPUs', 'numCPUs', cpus(), {
    capi: { absentIs: leastCpus },
    doc: 'CAPV makes 2 of fewer and of none; Machine API makes 1, and takes the number of the template for none.',
  }),
  r.same('numCoresPerSocket', 'numCoresPerSocket', {
    mapi: { zeroIsAbsent: true },
    capi: { zeroIsAbsent: true },
    samples: { mapi: [2, 4], capi: [2, 4] },
    doc: 'Absent is one socket with all CPUs, on both sides.',
  }),
  r.via('memoryMiB', 'memoryMiB', memory(), {
    capi: { absentIs: defaultMemory },
    doc: 'CAPV makes 2048 of none; Machine API takes the memory of the template.',
  }),
  r.same('diskGiB', 'diskGiB', {
    mapi: { zeroIsAbsent: true },
    capi: { zeroIsAbsent: true },
    samples: { mapi: [120, 200], capi: [120, 200], required: true },
    doc: 'Of no effect on a linked clone, on both sides.',
  }),
  r.via('dataDisks', 'dataDisks', listOf(nested('its fields', dataDiskRows())), {
    samples: {
      mapi: [[{ name: 'etcd_logs', sizeGiB: 40 }], [{ name: 'images-1', sizeGiB: 100, provisioningMode: 'Thin' }]],
      capi: [[{ name: 'scratch', sizeGiB: 16384, provisioningMode: 'EagerlyZeroed' }]],
    },
    doc: 'In their order, by which the guest numbers them.',
  }),
  r.same('tagIDs', 'tagIDs', {
    samples: {
      mapi: [['urn:vmomi:InventoryServiceTag:3f0c9c1e-55a1-4a4e-9d1f-0d5a7f7a2b10:GLOBAL']],
      capi: [['urn:vmomi:InventoryServiceTag:5736bf56-49f5-4667-b38c-b97e09dc9578:GLOBAL']],
    },
    doc: "Machine API's controller attaches the tag of the cluster too, which is named as the infrastructure; CAPV does not.",
  }),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', userDataSecret(), {
    mapi: { absentIs: 'worker-user-data' },
    doc: "Machine API's webhook defaults to worker-user-data. CAPV wants the keys value, and format with the value ignition.",
  }),
  r.constant('os', 'Linux', {
    absentIsTheSame: true,
    doc: 'Machine API boots with Ignition, which is for Linux.',
    hint: keepOnClusterApi,
  }),

  // Where it runs
  r.via('workspace.server', 'server', server(), { capi: { absentIs: ({ platform }) => platform.vcenter?.address } }),
  r.group(
    { datacenter: 'workspace.datacenter', resourcePool: 'workspace.resourcePool', vmGroup: 'workspace.vmGroup' },
    { datacenter: 'datacenter', resourcePool: 'resourcePool', failureDomain: '$machine.failureDomain' },
    placement(),
  ),
  r.same('workspace.folder', 'folder', {
    samples: { mapi: ['/Halle/vm/ocp1-x7k2p'], capi: ['/Halle/vm/ocp1-x7k2p'] },
    doc: 'CAPV finds a running VM by its name in this folder.',
  }),
  r.same('workspace.datastore', 'datastore'),
  r.refuseCapi('failureDomain', {
    doc: 'The failure domain of a machine is that of its Machine; on the VSphereMachine it would be a second one.',
    hint: 'Set failureDomain of the Machine, and remove this one.',
  }),
  r.refuseCapi('storagePolicyName', {
    doc: 'Machine API chooses no storage policy.',
    hint: 'Set datastore, and remove the field.',
  }),

  // Network
  r.group({ devices: 'network.devices' }, { devices: 'network.devices', keys: 'customVMXKeys' }, network(), {
    doc: 'Machine API tells it by itself: stealclock.enable, the name of a Machine as guestinfo.hostname, and as arguments of the kernel the addresses and name servers that are known. Other keys are refused; missing ones are carried.',
  }),
  r.refuseCapi('network.routes', { doc: 'Machine API sets no static routes.', hint: keepOnClusterApi }),
  r.refuseCapi('network.preferredAPIServerCidr', {
    doc: 'CAPV uses it no longer, and its webhook refuses it.',
    hint: 'Remove the field.',
  }),

  // Which VM it is
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID' },
    providerId(),
    { doc: 'CAPV writes it from the VM that it finds; it does not look the VM up by it.' },
  ),
  r.refuseCapi('namingStrategy', {
    doc: 'Machine API names a VM as its Machine.',
    hint: 'Remove the field: CAPV then does so too.',
  }),

  // How it ends
  r.constant('powerOffMode', 'hard', {
    absentIsTheSame: true,
    doc: 'Machine API powers a VM off without asking the guest.',
    hint: keepOnClusterApi,
  }),
  r.refuseCapi('guestSoftPowerOffTimeout', {
    doc: 'Machine API powers a VM off without asking the guest.',
    hint: keepOnClusterApi,
  }),

  // Whose it is
  r.compare('credentialsSecret.name', () => 'vsphere-cloud-credentials', {
    against: "the cluster's credentials secret",
    hint: "In Cluster API credentials belong to the VSphereCluster, which has one. Use the cluster's, or keep these machines on Machine API.",
  }),
  r.carryCapi('thumbprint', {
    doc: "Is about the connection to vCenter, not about the machine; Machine API takes vCenter's certificate authority from the cluster.",
  }),
  r.carry('metadata', { doc: 'metadata inside a provider spec has no effect.' }),

  // What Cluster API alone has
  r.refuseCapi('additionalDisksGiB', {
    doc: 'Machine API takes templates with one disk only.',
    hint: 'Use a template with one disk and dataDisks.',
  }),
  r.refuseCapi('resources', { doc: 'Machine API makes no reservations, limits or shares.', hint: keepOnClusterApi }),
  r.refuseCapi('hardwareVersion', {
    doc: 'Machine API leaves the hardware version of the template.',
    hint: 'Upgrade the template, and remove the field.',
  }),
  r.refuseCapi('pciDevices', { doc: 'Machine API attaches no PCI devices.', hint: keepOnClusterApi }),
];

function dataDiskRows(): Row<Context>[] {
  type MapiDisk = NonNullable<NonNullable<Mapi['dataDisks']>[number]>;
  type CapiDisk = NonNullable<NonNullable<Capi['dataDisks']>[number]>;
  const disk = rowsFor<MapiDisk, CapiDisk, Context>();
  return [
    disk.same('name', 'name'),
    disk.same('sizeGiB', 'sizeGiB'),
    disk.via(
      'provisioningMode',
      'provisioningMode',
      enumeration([
        ['Thin', 'Thin'],
        ['Thick', 'Thick'],
        ['EagerlyZeroed', 'EagerlyZeroed'],
      ]),
    ),
  ];
}
