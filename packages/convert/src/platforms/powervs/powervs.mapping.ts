import type { IBMPowerVSMachineSpec, PowerVSMachineProviderConfig } from '@capstan/api';
import { userDataSecret } from '../../codecs/user-data-secret.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { CapiMachineParts, MapiMachineParts } from '../../objects/parts.ts';
import { anyCase } from './any-case.ts';
import type { PowerVSFacts } from './facts.ts';
import { loadBalancerFields, loadBalancers } from './load-balancers.ts';
import { processors } from './processors.ts';
import { providerId } from './provider-id.ts';
import { resource } from './resources.ts';
import { sshKey } from './ssh-key.ts';
import { workspace } from './workspace.ts';

type Mapi = Loose<PowerVSMachineProviderConfig> & MapiMachineParts;
type Capi = Loose<IBMPowerVSMachineSpec> & CapiMachineParts;
type Context = RowContext<PowerVSFacts>;

const r = rowsFor<Mapi, Capi, Context>();

/** The system types of CAPIBM's CRD. */
const systemTypes = ['s922', 'e980', 's1022', 'e1050', 'e1080', 's1122'] as const;

/** PowerVSMachineProviderConfig and IBMPowerVSMachine (CAPIBM v1beta2), field by field. */
export const powervsRows: readonly Row<Context>[] = [
  // What the machine is
  r.via('image', 'image', resource('image', ['id', 'name'])),
  r.refuseCapi('imageRef', {
    // CAPIBM looks for the object as soon as the field is there.
    capi: { keepEmpty: true },
    doc: 'imageRef names an IBMPowerVSImage object, of which Machine API knows nothing.',
    hint: 'Write image.id: the id in the status of the IBMPowerVSImage; and remove imageRef.',
  }),
  r.via('systemType', 'systemType', anyCase(systemTypes, 'system type'), {
    mapi: { absentIs: 's922' },
    capi: { absentIs: 's922' },
    doc: 'Both webhooks default to s922.',
  }),
  r.group(
    { type: 'processorType', count: 'processors' },
    { type: 'processorType', count: 'processors' },
    processors(),
    {
      // An object or list is no number, even if there is nothing in it.
      mapi: { keepEmpty: true },
      capi: { keepEmpty: true },
      doc: 'The webhooks default to different sizes.',
    },
  ),
  r.same('memoryGiB', 'memoryGiB', {
    mapi: { absentIs: 32, zeroIsAbsent: true },
    capi: { absentIs: 2, zeroIsAbsent: true },
    samples: { mapi: [32, 64, 256], capi: [2, 32, 64] },
    doc: "Machine API's webhook defaults to 32 and Cluster API's to 2, so it is always written.",
  }),
  r.via('keyPairName', 'sshKey', sshKey()),

  // Boot
  r.via('userDataSecret.name', '$machine.bootstrap.dataSecretName', userDataSecret(), {
    mapi: { absentIs: 'worker-user-data' },
    doc: "Machine API's webhook defaults to worker-user-data.",
  }),

  // Where it runs
  r.group({ workspace: 'serviceInstance' }, { reference: 'serviceInstance', id: 'serviceInstanceID' }, workspace(), {
    // Absent is the cluster's; even then the CRD insists on the deprecated field.
    capi: { absentIs: () => ({ id: '' }) },
    doc: 'The service instance is the workspace.',
  }),
  r.via('network', 'network', resource('network', ['id', 'name', 'regex'])),
  {
    ...r.carry('loadBalancers', { doc: 'Belong to the IBMPowerVSCluster.', mapi: { setBy: 'name' } }),
    lens: loadBalancers(),
    fields: loadBalancerFields,
    samples: { mapi: [] },
  },
  r.refuseCapi('$machine.failureDomain', {
    doc: 'CAPIBM takes no notice of a failure domain, and Machine API has none on Power VS: a machine is in the zone of its workspace.',
    hint: 'Remove failureDomain.',
  }),

  // Which instance it is
  lookingBeside(
    r.group(
      { providerID: '$machine.providerID', workspace: 'serviceInstance.id' },
      {
        machine: '$machine.providerID',
        infra: 'providerID',
        workspace: 'serviceInstance.id',
        deprecated: 'serviceInstanceID',
      },
      providerId(),
      { doc: 'CAPIBM finds the instance by its name, and the Node by this.' },
    ),
  ),

  // Whose it is
  r.compare('credentialsSecret.name', () => 'powervs-credentials', {
    against: "the cluster's credentials secret",
    hint: "In Cluster API the API key is the CAPIBM manager's. Use powervs-credentials, or keep these machines on Machine API.",
  }),
  r.refuse('metadata', { doc: 'metadata inside a provider spec has no effect.', hint: 'Remove it.' }),
];

/** The row of the provider id, which looks at the workspace without converting it. */
function lookingBeside(row: Row<Context>): Row<Context> {
  const isOwn = (path: string | undefined) => path === undefined || !path.startsWith('serviceInstance');
  return {
    ...row,
    fields: row.fields.flatMap(({ mapi, capi, ...field }) => {
      const own = {
        ...(mapi !== undefined && isOwn(mapi) && { mapi }),
        ...(capi !== undefined && isOwn(capi) && { capi }),
      };
      return Object.keys(own).length === 0 ? [] : [{ ...own, ...field }];
    }),
  };
}
