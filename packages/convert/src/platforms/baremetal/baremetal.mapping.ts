import type { BareMetalMachineProviderSpec, Metal3MachineSpec } from '@capstan/api';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import type { BareMetalFacts } from './facts.ts';
import { hostSelector } from './host-selector.ts';
import { deployment, deploymentFields } from './image.ts';
import { providerId } from './provider-id.ts';
import { userData, userDataFields } from './user-data.ts';

type Mapi = Loose<BareMetalMachineProviderSpec> & MapiMachineParts;
type Capi = Loose<Metal3MachineSpec> & CapiMachineParts;
type Context = RowContext<BareMetalFacts>;

const r = rowsFor<Mapi, Capi, Context>();

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';

/** BareMetalMachineProviderSpec and Metal3Machine (CAPM3 v1beta1), field by field. */
export const bareMetalRows: readonly Row<Context>[] = [
  // What is put on the host
  {
    ...r.group(
      { url: 'image.url', checksum: 'image.checksum', method: 'customDeploy.method' },
      {
        url: 'image.url',
        checksum: 'image.checksum',
        method: 'customDeploy.method',
        checksumType: 'image.checksumType',
      },
      deployment(),
    ),
    fields: deploymentFields,
  },
  r.refuseCapi('image.format', {
    doc: 'Machine API hands an image over without its format, by which a host is deployed in another way or boots live.',
    hint: keepOnClusterApi,
  }),

  // Boot
  {
    ...r.group(
      { name: 'userData.name', namespace: 'userData.namespace' },
      { secret: '$machine.bootstrap.dataSecretName', name: 'userData.name', namespace: 'userData.namespace' },
      userData(),
    ),
    fields: userDataFields,
  },
  r.refuseCapi('metaData', { doc: 'Machine API hands a host no metadata.', hint: keepOnClusterApi }),
  r.refuseCapi('networkData', {
    doc: 'Machine API leaves the network of a host to the BareMetalHost.',
    hint: 'Name the network data on the BareMetalHosts and remove the field, or keep this on Cluster API.',
  }),
  r.refuseCapi('dataTemplate', {
    doc: 'Machine API renders no metadata and no network data for a machine.',
    hint: keepOnClusterApi,
  }),

  // Which host it is
  r.via('hostSelector', 'hostSelector', hostSelector(), {
    // { matchLabels: { rack: '' } } selects by a label.
    mapi: { keepEmpty: true },
    capi: { keepEmpty: true },
    doc: 'An empty selector selects every host.',
  }),
  r.refuseCapi('failureDomain', {
    doc: 'Machine API has no failure domains of hosts.',
    hint: 'Select the hosts of the failure domain by hostSelector, and remove the field.',
  }),
  r.refuseCapi('$machine.failureDomain', {
    doc: 'Machine API has no failure domains of hosts; CAPM3 prefers hosts of the one that is named.',
    hint: 'Select the hosts of the failure domain by hostSelector, and remove the field.',
  }),
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID' },
    providerId(),
    { doc: 'Mirrored so that nobody looks for another host. A machine that runs cannot change hands all the same.' },
  ),

  // What becomes of the host afterwards
  r.refuseCapi('automatedCleaningMode', {
    doc: 'Machine API leaves the cleaning of disks to the BareMetalHost, where this would no longer hold.',
    hint: 'Set automatedCleaningMode on the BareMetalHosts, and remove the field here.',
  }),

  // What has no effect
  r.carry('metadata', { doc: 'metadata inside a provider spec has no effect.' }),
];
