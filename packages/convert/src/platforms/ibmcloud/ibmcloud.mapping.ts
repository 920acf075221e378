import type { IBMCloudMachineProviderSpec, IBMVPCMachineSpec } from '@capstan/api';
import { requiredUserDataSecret } from '../../codecs/user-data-secret.ts';
import { listOf } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { bootVolume } from './boot-volume.ts';
import { byName } from './by-name.ts';
import { type ClusterNameTexts, clusterName } from './cluster-name.ts';
import type { ClusterName, IBMCloudFacts } from './facts.ts';
import { providerId } from './provider-id.ts';
import { instanceProfile, subnet } from './required-text.ts';
import { zone } from './zone.ts';

type Mapi = Loose<IBMCloudMachineProviderSpec> & MapiMachineParts;
type Capi = Loose<IBMVPCMachineSpec> & CapiMachineParts;
type Context = RowContext<IBMCloudFacts>;

const r = rowsFor<Mapi, Capi, Context>();

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';

/** IBMCloudMachineProviderSpec and IBMVPCMachine (CAPIBM v1beta2), field by field. */
export const ibmCloudRows: readonly Row<Context>[] = [
  // What the machine is
  r.via('image', 'image', byName('image', { samples: ['ocp1-x7k2p-rhcos'], required: true }), {
    doc: 'Both sides look for the image in the resource group of the cluster.',
  }),
  r.refuseCapi('catalogOffering', {
    doc: 'Machine API makes machines of images only.',
    hint: 'Import the image of the offering, name it under image, and remove catalogOffering.',
  }),
  r.via('profile', 'profile', instanceProfile(), {
    capi: { absentIs: 'bx2-2x8' },
    doc: "CAPIBM's webhook defaults to bx2-2x8; Machine API has no default.",
  }),
  r.carry('tags', {
    severity: 'warning',
    doc: 'Machine API never puts these tags on an instance; CAPIBM has no tags',
  }),
  r.carryCapi('name', { doc: 'CAPIBM names the instance after the IBMVPCMachine and does not look at this.' }),
  r.refuseCapi('sshKeys', {
    doc: 'Machine API gives instances no SSH keys.',
    hint: 'Put the keys into the Ignition configuration, by a MachineConfig, and remove sshKeys.',
  }),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', requiredUserDataSecret('the machine'), {
    doc: 'Machine API has no default for it.',
  }),

  // Where it runs
  r.compare('region', ({ platform }) => platform.region, {
    against: "the cluster's region",
    hint: 'All machines of a cluster are in its region. Correct region.',
  }),
  r.group({ zone: 'zone' }, { zone: 'zone', domain: '$machine.failureDomain' }, zone(), {
    doc: 'CAPIBM uses the zone of the IBMVPCMachine; Cluster API spreads machines by the failure domain.',
  }),
  r.via(
    'dedicatedHost',
    'placementTarget.dedicatedHost',
    byName('dedicated host', { samples: ['dh-eu-de-2-a', 'dh-eu-de-2-b'] }),
    { doc: 'Both sides look up its id and send that.' },
  ),
  r.refuseCapi('placementTarget.dedicatedHostGroup', {
    doc: 'Machine API places machines on one dedicated host, not on a group; CAPIBM v0.13 does not act on the field.',
    hint: 'Name a host under placementTarget.dedicatedHost, or remove the field.',
  }),
  r.refuseCapi('placementTarget.placementGroup', {
    doc: 'Machine API has no placement groups; CAPIBM v0.13 does not act on the field.',
    hint: keepOnClusterApi,
  }),

  // Whose it is
  clusterNameRow('resourceGroup', (facts) => facts.resourceGroup, {
    noun: 'resource group',
    against: "the cluster's resource group",
    hint: 'CAPIBM makes all machines of a cluster in one resource group. Correct resourceGroup, or keep these machines on Machine API.',
  }),
  r.compare('credentialsSecret.name', () => 'ibmcloud-credentials', {
    against: "the cluster's credentials secret",
    hint: "CAPIBM's manager has one API key for all machines. Use the cluster's secret, or keep these machines on Machine API.",
  }),

  // Network
  clusterNameRow('vpc', (facts) => facts.vpc, {
    noun: 'VPC',
    against: 'the VPC of the IBMVPCCluster',
    hint: 'A cluster of Cluster API has one VPC. Correct vpc, or keep these machines on Machine API.',
  }),
  {
    ...clusterNameRow('networkResourceGroup', (facts) => facts.networkResourceGroup, {
      noun: 'network resource group',
      isOptional: true,
      against: "the resource group of the IBMVPCCluster's network",
      hint: 'Set spec.network.resourceGroup.name of the IBMVPCCluster, or correct networkResourceGroup.',
    }),
    mapiEquality: { absentIs: ({ platform }: Context) => groupWithoutOwn(platform) },
  },
  r.via('primaryNetworkInterface.subnet', 'primaryNetworkInterface.subnet', subnet(), {
    doc: 'CAPIBM looks in all VPCs of the region, unless the status of the IBMVPCCluster lists the subnet.',
  }),
  r.via(
    'primaryNetworkInterface.securityGroups',
    'primaryNetworkInterface.securityGroups',
    listOf(byName('security group', { samples: ['ocp1-x7k2p-sg-cluster-wide'] })),
    {
      doc: 'In their order. CAPIBM looks in all VPCs of the region, unless the status of the IBMVPCCluster lists them.',
    },
  ),
  r.refuseCapi('loadBalancerPoolMembers', {
    doc: 'Machine API registers no machine with a load balancer on IBM Cloud; nor does CAPIBM with those that come from there, which lack the label cluster.x-k8s.io/control-plane.',
    hint: 'Register the machine by other means and remove the field, or keep it on Cluster API.',
  }),

  // Storage
  r.via('bootVolume', 'bootVolume', bootVolume()),
  r.refuseCapi('additionalVolumes', {
    doc: 'Machine API gives machines a boot volume and no other.',
    hint: keepOnClusterApi,
  }),

  // Which instance it is
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID' },
    providerId(),
    { doc: 'CAPIBM finds the running instance by the name of the machine and then writes the same id.' },
  ),

  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),
];

/** A row for a name that every machine has on one side and the IBMVPCCluster on the other. */
function clusterNameRow(
  mapi: 'vpc' | 'resourceGroup' | 'networkResourceGroup',
  pick: (facts: IBMCloudFacts) => ClusterName,
  texts: ClusterNameTexts,
): Row<Context> {
  return {
    ...r.compare(mapi, ({ platform }) => pick(platform).known, { ...texts, mapi: {}, samples: { required: true } }),
    lens: clusterName(pick, texts) as Row<Context>['lens'],
  };
}

/** What a machine says that names no group for its network; nothing where there is nothing to compare it with. */
function groupWithoutOwn({ resourceGroup, networkResourceGroup: network }: IBMCloudFacts): string | undefined {
  const isKnown = network.known !== undefined || network.controlPlane !== undefined;
  return isKnown ? (resourceGroup.known ?? resourceGroup.controlPlane) : undefined;
}
