import type { GCPMachineProviderSpec, GCPMachineSpec } from '@capstan/api';
import { userDataSecret } from '../../codecs/user-data-secret.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { acceleratorFields, accelerators } from './accelerators.ts';
import { credentials } from './cluster-problems.ts';
import { clusterRow } from './cluster-value.ts';
import { diskFields } from './disk-fields.ts';
import { disks } from './disks.ts';
import type { GCPFacts } from './facts.ts';
import { targetPoolFields, targetPools } from './instance-group.ts';
import { interruption, interruptionFields } from './interruption.ts';
import { ipForwarding } from './ip-forwarding.ts';
import { metadataItems } from './metadata-items.ts';
import { networkInterface, networkInterfaceFields } from './network-interface.ts';
import { networkTags } from './network-tags.ts';
import { providerId, providerIdFields } from './provider-id.ts';
import { resourceLabels } from './resource-labels.ts';
import { resourceManagerTags } from './resource-manager-tags.ts';
import { defaultAccount, serviceAccount, serviceAccountFields } from './service-account.ts';
import { shieldedVm, shieldedVmFields } from './shielded-vm.ts';
import { noWindows } from './windows.ts';
import { zone } from './zone.ts';

type Mapi = Loose<GCPMachineProviderSpec> & MapiMachineParts;
type Capi = Loose<GCPMachineSpec> & CapiMachineParts;
type Context = RowContext<GCPFacts>;

const r = rowsFor<Mapi, Capi, Context>();

/** GCPMachineProviderSpec and GCPMachine (CAPG v1beta1), field by field. */
export const gcpRows: readonly Row<Context>[] = [
  // Where it runs. The zone comes first, since other rows look at it as well.
  clusterRow(
    'projectID',
    "the cluster's project",
    'A GCPCluster has one project. Correct projectID, or keep these machines on Machine API.',
  ),
  clusterRow('region', "the cluster's region", 'All machines of a cluster are in its region. Correct region.'),
  r.via('zone', '$machine.failureDomain', zone(), {
    doc: 'A GCPMachine has no zone; CAPG would take the first of the cluster.',
  }),

  // What the machine is
  r.same('machineType', 'instanceType', {
    samples: { mapi: ['n2d-standard-4'], capi: ['n2d-standard-8'], required: true },
  }),
  {
    ...r.group(
      { gpus: 'gpus', maintenance: 'onHostMaintenance', zone: 'zone' },
      { accelerators: 'guestAccelerators', maintenance: 'onHostMaintenance', zone: '$machine.failureDomain' },
      accelerators(),
    ),
    fields: acceleratorFields,
  },
  r.same('confidentialCompute', 'confidentialCompute', {
    samples: { mapi: ['Disabled'], capi: ['Disabled'] },
    doc: 'Other than Disabled it needs onHostMaintenance: Terminate and a machine type that can do it.',
  }),
  r.same('shieldedInstanceConfig.secureBoot', 'shieldedInstanceConfig.secureBoot', {
    samples: { mapi: ['Enabled', 'Disabled'], capi: ['Enabled', 'Disabled'] },
  }),
  {
    ...r.group(
      {
        vtpm: 'shieldedInstanceConfig.virtualizedTrustedPlatformModule',
        integrity: 'shieldedInstanceConfig.integrityMonitoring',
      },
      {
        vtpm: 'shieldedInstanceConfig.virtualizedTrustedPlatformModule',
        integrity: 'shieldedInstanceConfig.integrityMonitoring',
      },
      shieldedVm(),
    ),
    fields: shieldedVmFields,
  },
  r.via('labels', 'additionalLabels', resourceLabels(), {
    // A label with an empty value is a label.
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: 'CAPG puts them on the boot disk as well, Machine API only the labels of the cluster.',
  }),
  r.via('resourceManagerTags', 'resourceManagerTags', resourceManagerTags()),
  r.acceptOnly('deletionProtection', false, {
    doc: 'Cluster API cannot protect an instance against deletion.',
    hint: 'Set deletionProtection: false, or keep these machines on Machine API.',
  }),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', userDataSecret(), {
    mapi: { absentIs: 'worker-user-data' },
    doc: "Machine API's webhook defaults to worker-user-data. Machines with the label machine.openshift.io/os-id: Windows are refused: CAPG hands over user data in the way of Linux only.",
  }),
  r.via('gcpMetadata', 'additionalMetadata', metadataItems()),
  {
    ...r.group(
      { labels: '$meta.labels' },
      { labels: '$meta.labels' },
      {
        ...noWindows<Context>(),
        rule: 'Windows is refused',
        samples: { mapi: [{}], capi: [{}] },
      },
    ),
    name: 'windows',
    // The labels are described where they are converted.
    fields: [],
  },

  // How it is paid for
  {
    ...r.group(
      { preemptible: 'preemptible', model: 'provisioningModel', restart: 'restartPolicy' },
      { preemptible: 'preemptible', model: 'provisioningModel' },
      interruption(),
    ),
    fields: interruptionFields,
  },

  // Network
  {
    ...r.group({ nics: 'networkInterfaces' }, { subnet: 'subnet', publicIP: 'publicIP' }, networkInterface(), {
      mapi: {
        absentIs: ({ cluster: { infrastructureName: name } }) => ({
          nics: [{ network: `${name}-network`, subnetwork: `${name}-worker-subnet` }],
        }),
      },
    }),
    fields: networkInterfaceFields,
  },
  r.via('canIPForward', 'ipForwarding', ipForwarding(), {
    mapi: { absentIs: false },
    capi: { absentIs: 'Enabled' },
    doc: 'Always written, because the defaults are opposite.',
  }),
  r.via('tags', 'additionalNetworkTags', networkTags(), {
    mapi: { absentIs: ({ cluster }) => [`${cluster.infrastructureName}-worker`] },
    doc: "Machine API's webhook gives machines without tags the workers' one. CAPG adds its own, for the cluster and for the role.",
  }),
  { ...r.carry('targetPools', { doc: '' }), lens: targetPools(), fields: targetPoolFields, samples: { mapi: [] } },
  r.refuseCapi('aliasIPRanges', {
    doc: 'Machine API gives an instance one address of its subnet.',
    hint: 'Remove the field, or keep these machines on Cluster API.',
  }),

  // Storage
  {
    ...r.group(
      { disks: 'disks' },
      {
        image: 'image',
        imageFamily: 'imageFamily',
        rootSize: 'rootDeviceSize',
        rootType: 'rootDeviceType',
        rootKey: 'rootDiskEncryptionKey',
        additional: 'additionalDisks',
      },
      disks(),
    ),
    fields: diskFields,
  },

  // Which instance it is
  {
    ...r.group(
      { providerID: '$machine.providerID', zone: 'zone' },
      { machine: '$machine.providerID', infra: 'providerID', zone: '$machine.failureDomain' },
      providerId(),
    ),
    fields: providerIdFields,
  },

  // Whose it is
  {
    ...r.via('serviceAccounts', 'serviceAccounts', serviceAccount(), {
      // {} is an account without a name, not the default one.
      capi: { keepEmpty: true, absentIs: defaultAccount },
    }),
    fields: serviceAccountFields,
  },
  r.compare('credentialsSecret.name', () => credentials, {
    against: "the cluster's credentials secret",
    hint: "In Cluster API credentials belong to the GCPCluster. Use the cluster's, or keep these machines on Machine API.",
  }),
  r.refuse('metadata', {
    doc: 'metadata inside a provider spec has no effect; that of the instance is gcpMetadata.',
    hint: 'Remove it.',
  }),
];
