import type { NutanixMachineProviderConfig, NutanixMachineSpec } from '@capstan/api';
import { listOf } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { bootType } from './boot-type.ts';
import { categories } from './categories.ts';
import { credentials } from './cluster-problems.ts';
import { dataDisks } from './data-disks.ts';
import type { NutanixFacts } from './facts.ts';
import { gpu } from './gpus.ts';
import { image } from './image.ts';
import { placement } from './placement.ts';
import { providerId } from './provider-id.ts';
import { size } from './quantity.ts';
import { resourceId } from './resource-id.ts';
import { userData } from './user-data.ts';

type Mapi = Loose<NutanixMachineProviderConfig> & MapiMachineParts;
type Capi = Loose<NutanixMachineSpec> & CapiMachineParts;
type Context = RowContext<NutanixFacts>;

const r = rowsFor<Mapi, Capi, Context>();

// Most machines have none.
const gpus = [[], [], [], [{ type: 'Name', name: 'Tesla T4' }], [{ type: 'DeviceID', deviceID: 7864 }]];
const capiGpus = [[], [], [], [{ type: 'name', name: 'Tesla T4' }], [{ type: 'deviceID', deviceID: 7864 }]];

/** NutanixMachineProviderConfig and NutanixMachine (CAPX v1beta1), field by field. */
export const nutanixRows: readonly Row<Context>[] = [
  // What the machine is
  r.via('image', 'image', image()),
  r.refuseCapi('imageLookup', {
    doc: 'Machine API does not look images up.',
    hint: 'Name the image under image, and remove the field.',
  }),
  r.same('vcpuSockets', 'vcpuSockets', cpus()),
  r.same('vcpusPerSocket', 'vcpusPerSocket', cpus()),
  r.via('memorySize', 'memorySize', size('memory size', '2Gi'), sizes()),
  r.via('systemDiskSize', 'systemDiskSize', size('size of the system disk', '20Gi'), sizes()),
  r.via('dataDisks', 'dataDisks', dataDisks()),
  r.via('gpus', 'gpus', listOf(gpu()), { samples: { mapi: gpus, capi: capiGpus } }),

  // Boot
  r.via('bootType', 'bootType', bootType(), {
    doc: 'Without one both sides leave the boot configuration to Prism, which boots by BIOS.',
  }),
  r.group(
    { secret: 'userDataSecret.name' },
    { secret: '$machine.bootstrap.dataSecretName', ref: 'bootstrapRef' },
    userData(),
    {
      doc: "Machine API's webhook defaults to worker-user-data. Machine API also writes the machine's name to /etc/hostname in the user data, which CAPX does not; hence a warning on a MachineSet.",
    },
  ),

  // Where it runs
  r.group(
    { cluster: 'cluster', subnets: 'subnets', domain: 'failureDomain.name' },
    { cluster: 'cluster', subnets: 'subnet', domain: '$machine.failureDomain' },
    placement(),
    {
      doc: 'CAPX wants cluster and subnets of a NutanixMachine to equal those of its failure domain to the letter, so these are written.',
    },
  ),

  // Whose it is
  r.via('project', 'project', resourceId('project'), {
    doc: 'Go writes an empty project where there is none; it counts as absent.',
  }),
  r.via('categories', 'additionalCategories', categories(), {
    mapi: { setBy: 'key' },
    capi: { setBy: 'key' },
    doc: 'CAPX adds the category KubernetesClusterName, with the name of the Cluster, besides.',
  }),
  r.compare('credentialsSecret.name', () => credentials, {
    against: "the cluster's credentials secret",
    hint: "In Cluster API credentials belong to the NutanixCluster. Use the cluster's, nutanix-credentials.",
  }),

  // Which VM it is
  r.group(
    { providerID: '$machine.providerID' },
    { machine: '$machine.providerID', infra: 'providerID' },
    providerId(),
    {
      doc: 'It names the running VM for both APIs.',
    },
  ),
  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),
];

function cpus() {
  return {
    mapi: { zeroIsAbsent: true },
    capi: { zeroIsAbsent: true },
    samples: { mapi: [4, 16], capi: [4, 16], required: true },
    doc: 'At least 1; neither side has a default.',
  };
}

function sizes() {
  return { samples: { mapi: ['65536Mi', '128Gi'], capi: ['65536Mi', '128Gi'], required: true } };
}
