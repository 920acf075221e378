import type { OpenStackMachineSpec, OpenstackProviderSpec } from '@capstan/api';
import { requiredUserDataSecret } from '../../codecs/user-data-secret.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { disks } from './disks.ts';
import { floatingIP, floatingIPFields } from './floating-ip.ts';
import { identity } from './identity.ts';
import { ports } from './ports.ts';
import { providerId } from './provider-id.ts';
import { secretNamespace } from './secret-namespace.ts';
import { serverGroup } from './server-group.ts';
import type { Context } from './types.ts';
import { serverMetadata, tagSet } from './words.ts';

type Mapi = Loose<OpenstackProviderSpec> & MapiMachineParts;
type Capi = Loose<OpenStackMachineSpec> & CapiMachineParts;

const r = rowsFor<Mapi, Capi, Context>();

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';
const machineApiNamespace = ({ cluster }: Context) => cluster.machineApiNamespace;
const ownNamespace = {
  against: 'the namespace of Machine API',
  hint: 'Copy the secret to that namespace and to that of Cluster API, and remove the field.',
  doc: 'Each side has the secret in its own namespace.',
};

/** OpenstackProviderSpec and OpenStackMachine (CAPO v1beta1), field by field. */
export const openStackRows: readonly Row<Context>[] = [
  // What the machine is
  r.same('flavor', 'flavor', { samples: { mapi: ['m1.xlarge'], capi: ['m1.xlarge'], required: true } }),
  r.refuseCapi('flavorID', {
    doc: 'Machine API knows flavors by their names only.',
    hint: 'Name the flavor under flavor, and remove flavorID.',
  }),
  r.same('keyName', 'sshKeyName'),
  r.same('configDrive', 'configDrive', { mapi: { falseIsAbsent: true }, capi: { falseIsAbsent: true } }),
  r.via('tags', 'tags', tagSet(), {
    doc: 'Of the instance, its ports and trunks. Machine API adds cluster-api-provider-openstack and the name of the cluster, CAPO the tags of the OpenStackCluster.',
  }),
  r.via('serverMetadata', 'serverMetadata', serverMetadata(), { mapi: { keepEmpty: true } }),

  // Where it runs, and from what
  r.group(
    { zone: 'availabilityZone', image: 'image', root: 'rootVolume', devices: 'additionalBlockDevices' },
    { zone: '$machine.failureDomain', image: 'image', root: 'rootVolume', devices: 'additionalBlockDevices' },
    disks(),
  ),
  r.group({ id: 'serverGroupID', name: 'serverGroupName' }, { group: 'serverGroup' }, serverGroup(), {
    doc: 'Machine API makes a group of a name that is not there; CAPO only looks for it.',
  }),
  r.refuseCapi('schedulerHintAdditionalProperties', {
    doc: 'Machine API gives the scheduler no hints but the server group.',
    hint: keepOnClusterApi,
  }),

  // Network
  r.group(
    { ports: 'ports', securityGroups: 'securityGroups', networks: 'networks' },
    { ports: 'ports', securityGroups: 'securityGroups' },
    ports(),
    {
      doc: "Their order is that of the interfaces. CAPO adds the machine's security groups to those of each port, so where a port has its own or no port security, each port's are written on the port.",
    },
  ),
  r.same('trunk', 'trunk', {
    mapi: { falseIsAbsent: true },
    capi: { falseIsAbsent: true },
    doc: 'For ports that do not say it themselves.',
  }),
  { ...r.carry('floatingIP', { doc: '' }), lens: floatingIP(), fields: floatingIPFields, samples: { mapi: [] } },
  r.refuseCapi('floatingIPPoolRef', {
    doc: 'Machine API takes no floating IP from a pool.',
    hint: keepOnClusterApi,
  }),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', requiredUserDataSecret('CAPO'), {
    doc: 'Must be there: without it CAPO waits for a bootstrap provider, which OpenShift has not.',
  }),
  secretNamespace(r.compare('userDataSecret.namespace', machineApiNamespace, ownNamespace), false),

  // Which instance it is
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID' },
    providerId(),
    { doc: 'CAPO finds a running instance by the name of the machine, and then writes this id itself.' },
  ),

  // Whose it is
  r.group({ secret: 'cloudsSecret.name', cloud: 'cloudName' }, { identity: 'identityRef' }, identity(), {
    doc: 'Always written. A Cluster API machine without it has the credentials of the OpenStackCluster.',
  }),
  secretNamespace(r.compare('cloudsSecret.namespace', machineApiNamespace, ownNamespace), true),
  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),
  ...(['primarySubnet', 'sshUserName'] as const).map((field) =>
    r.carry(field, {
      doc: 'Machine API ignores it.',
      hint: 'Remove it.',
      severity: 'warning',
      samples: { mapi: ['core'] },
    }),
  ),
];
