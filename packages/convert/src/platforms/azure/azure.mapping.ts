import type { AzureMachineProviderSpec, AzureMachineSpec } from '@capstan/api';
import { enumeration } from '../../codecs/enumeration.ts';
import { userDataSecret } from '../../codecs/user-data-secret.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { sameLocation, sameName } from './arm-id.ts';
import { clusterRow } from './cluster-value.ts';
import { dataDisks } from './data-disk.ts';
import { bootDiagnostics } from './diagnostics.ts';
import { linuxOnly, osDiskCaching, osDiskSize } from './disk-values.ts';
import { extensions } from './extensions.ts';
import type { AzureFacts } from './facts.ts';
import { identity } from './identity.ts';
import { image } from './image.ts';
import { loadBalancers } from './load-balancers.ts';
import { networkInterface } from './network-interface.ts';
import { onOff } from './on-off.ts';
import { legacyPrivateKey, vmSize } from './provider-fields.ts';
import { providerId } from './provider-id.ts';
import { security } from './security.ts';
import { securityGroup, securityGroupFields } from './security-group.ts';
import { spot } from './spot.ts';
import { sshKey } from './ssh-key.ts';
import { machineTags } from './tags.ts';
import { zone } from './zone.ts';

/** sshPrivateKey is no field of the type; older documentation and MachineSets have it. */
type Mapi = Loose<AzureMachineProviderSpec & { sshPrivateKey: string }> & MapiMachineParts;
type Capi = Loose<AzureMachineSpec> & CapiMachineParts;
type Context = RowContext<AzureFacts>;

const r = rowsFor<Mapi, Capi, Context>();

const onClusterApi = 'Remove the field, or keep the machines on Cluster API.';
const onMachineApi = 'Remove the field, or keep the machines on Machine API.';

/** AzureMachineProviderSpec and AzureMachine (CAPZ v1beta1), field by field. */
export const azureRows: readonly Row<Context>[] = [
  // What the machine is
  r.via('vmSize', 'vmSize', vmSize()),
  r.via('image', 'image', image(), {
    doc: 'Without an image each side would take one of its own.',
  }),
  r.via('tags', 'additionalTags', machineTags(), {
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: 'CAPZ adds tags of its own, and those of the AzureCluster.',
  }),
  r.group({ name: 'managedIdentity' }, { kind: 'identity', list: 'userAssignedIdentities' }, identity()),
  r.via('ultraSSDCapability', 'additionalCapabilities.ultraSSDEnabled', onOff(), {
    doc: 'Where nothing is said, both sides enable it for a machine with an ultra disk among its data disks.',
  }),
  r.via('sshPublicKey', 'sshPublicKey', sshKey(), {
    doc: 'CAPZ makes up an RSA key of 2048 bits without a comment; give a key of your own a comment to be told apart from it.',
  }),
  legacyPrivateKey(
    r.refuse('sshPrivateKey', {
      doc: 'Machine API ignores it, and a private key has no place here.',
      hint: 'Remove it.',
    }),
  ),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', userDataSecret(), {
    mapi: { absentIs: 'worker-user-data' },
    doc: "Machine API's webhook defaults to worker-user-data.",
  }),
  r.carry('userDataSecret.namespace', { doc: 'Machine API reads the secret from the namespace of the Machine.' }),
  r.via('diagnostics.boot', 'diagnostics.boot', bootDiagnostics(), {
    doc: 'Off in Machine API where nothing is said; CAPZ would turn it on, so it is always written.',
  }),
  r.group({}, { bootstrap: 'disableVMBootstrapExtension', operations: 'disableExtensionOperations' }, extensions(), {
    capi: { falseIsAbsent: true },
    doc: 'disableExtensionOperations has no effect beside it on RHCOS, and is carried.',
  }),
  r.refuseCapi('vmExtensions', { doc: 'Machine API installs no extensions.', hint: onClusterApi }),

  // Where it runs
  clusterRow('location', {
    documented: "the AzureCluster's location",
    hint: 'All machines of a cluster are in its location. Correct location.',
    against: ({ region, saidBy }) =>
      region === undefined ? `the ${saidBy}'s location` : 'the region that was given for the cluster',
    isSame: sameLocation,
  }),
  clusterRow('resourceGroup', {
    documented: "the cluster's resource group",
    against: () => "the cluster's resource group",
    hint: 'CAPZ makes machines in the resource group of the cluster only. Keep these on Machine API.',
    isSame: sameName,
  }),
  r.group({ zone: 'zone' }, { machine: '$machine.failureDomain', infra: 'failureDomain' }, zone()),
  r.refuse('availabilitySet', {
    doc: 'CAPZ puts a machine into no availability set but its own.',
    hint: onMachineApi,
  }),
  r.same('capacityReservationGroupID', 'capacityReservationGroupID', {
    samples: { mapi: [sampleReservation()], capi: [sampleReservation()] },
  }),

  // How it is paid for
  r.via('spotVMOptions', 'spotVMOptions', spot(), {
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: 'Machine API has an evicted machine deleted; CAPZ would keep it deallocated, so this is always written.',
  }),

  // Network
  clusterRow('vnet', {
    documented: "the AzureCluster's virtual network",
    against: ({ saidBy }) => `the ${saidBy}'s virtual network`,
    hint: 'All machines of a cluster are in its virtual network. Set vnet to its name, or keep these machines on Machine API.',
    isSame: sameName,
  }),
  clusterRow('networkResourceGroup', {
    documented: "the resource group of the AzureCluster's virtual network",
    against: () => "the resource group of the cluster's virtual network",
    hint: 'Set networkResourceGroup to that of the virtual network.',
    isSame: sameName,
  }),
  r.group(
    { subnet: 'subnet', accelerated: 'acceleratedNetworking' },
    { interfaces: 'networkInterfaces', subnet: 'subnetName', accelerated: 'acceleratedNetworking' },
    networkInterface(),
  ),
  r.group(
    { ip: 'publicIP', public: 'publicLoadBalancer', internal: 'internalLoadBalancer' },
    { ip: 'allocatePublicIP' },
    loadBalancers(),
    {
      doc: 'Machine API joins a machine to all pools of a load balancer, CAPZ to the one that the AzureCluster names.',
    },
  ),
  r.refuse('natRule', { doc: 'CAPZ has no inbound NAT rules but its own.', hint: onMachineApi }),
  {
    ...r.group({ group: 'securityGroup', subnet: 'subnet' }, {}, securityGroup()),
    fields: securityGroupFields,
  },
  r.refuse('applicationSecurityGroups', {
    doc: 'CAPZ puts network interfaces into no application security group.',
    hint: onMachineApi,
  }),
  r.refuseCapi('dnsServers', { doc: 'Machine API has no DNS servers of a machine.', hint: onClusterApi }),
  r.refuseCapi('enableIPForwarding', {
    capi: { falseIsAbsent: true },
    doc: 'Machine API never turns IP forwarding on.',
    hint: onClusterApi,
  }),

  // OS disk
  r.via('osDisk.osType', 'osDisk.osType', linuxOnly(), { mapi: { absentIs: 'Linux' }, capi: { absentIs: 'Linux' } }),
  r.via('osDisk.diskSizeGB', 'osDisk.diskSizeGB', osDiskSize(), {
    mapi: { zeroIsAbsent: true },
    doc: 'Machine API alone takes more, up to 32767.',
  }),
  r.group(
    { caching: 'osDisk.cachingType', place: 'osDisk.diskSettings.ephemeralStorageLocation' },
    { caching: 'osDisk.cachingType', place: 'osDisk.diffDiskSettings.option' },
    osDiskCaching(),
  ),
  r.refuseCapi('osDisk.diffDiskSettings.placement', {
    doc: 'Machine API leaves the place of an ephemeral disk to Azure.',
    hint: onClusterApi,
  }),
  r.via(
    'osDisk.managedDisk.storageAccountType',
    'osDisk.managedDisk.storageAccountType',
    enumeration([
      ['Premium_LRS', 'Premium_LRS'],
      ['Premium_ZRS', 'Premium_ZRS'],
      ['PremiumV2_LRS', 'PremiumV2_LRS'],
      ['StandardSSD_LRS', 'StandardSSD_LRS'],
      ['StandardSSD_ZRS', 'StandardSSD_ZRS'],
      ['Standard_LRS', 'Standard_LRS'],
    ]),
    {
      doc: 'Where nothing is said both sides leave it to Azure.',
      samples: { mapi: ['Premium_LRS', 'StandardSSD_LRS'], capi: ['Premium_LRS', 'Standard_LRS'], required: true },
    },
  ),
  r.same('osDisk.managedDisk.diskEncryptionSet.id', 'osDisk.managedDisk.diskEncryptionSet.id', {
    samples: { mapi: [], capi: [] },
  }),

  // Data disks
  r.via('dataDisks', 'dataDisks', dataDisks()),

  // Security
  r.same('securityProfile.encryptionAtHost', 'securityProfile.encryptionAtHost', {
    samples: { mapi: [false], capi: [false] },
  }),
  r.group(
    {
      settings: 'securityProfile.settings',
      encryption: 'osDisk.managedDisk.securityProfile.securityEncryptionType',
      key: 'osDisk.managedDisk.securityProfile.diskEncryptionSet.id',
    },
    {
      type: 'securityProfile.securityType',
      uefi: 'securityProfile.uefiSettings',
      encryption: 'osDisk.managedDisk.securityProfile.securityEncryptionType',
      key: 'osDisk.managedDisk.securityProfile.diskEncryptionSet.id',
    },
    security(),
  ),

  // Which virtual machine it is
  r.group(
    { providerID: '$machine.providerID', name: '$meta.name' },
    { machine: '$machine.providerID', name: '$meta.name', infra: 'providerID' },
    providerId(),
    { doc: 'By it CAPZ adopts the running machine instead of making another.' },
  ),

  // Whose it is
  r.compare('credentialsSecret.name', () => 'azure-cloud-credentials', {
    against: "the cluster's credentials secret",
    hint: "In Cluster API credentials belong to the AzureCluster. Use the cluster's, or keep these machines on Machine API.",
  }),
  r.compare('credentialsSecret.namespace', () => 'openshift-machine-api', {
    against: "the namespace of the cluster's credentials secret",
    hint: "Use the cluster's credentials, or keep these machines on Machine API.",
  }),
  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),

  // What Cluster API alone has
  r.refuseCapi('roleAssignmentName', { doc: 'Machine API assigns no roles.', hint: onClusterApi }),
  r.refuseCapi('systemAssignedIdentityRole', { doc: 'Machine API assigns no roles.', hint: onClusterApi }),
];

function sampleReservation(): string {
  const subscription = '11111111-2222-4333-8444-555555555555';
  return `/subscriptions/${subscription}/resourceGroups/capacity/providers/Microsoft.Compute/capacityReservationGroups/pool`;
}
