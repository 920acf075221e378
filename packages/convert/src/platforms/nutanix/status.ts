import { nutanixMachineProviderStatus, nutanixMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated, seeConditionsOf } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { type NotReady, readyConditions } from '../../status/ready-conditions.ts';
import { namesVm } from './provider-id.ts';

const unknownVm: NotReady = {
  status: 'Unknown',
  severity: 'Error',
  message: 'See the provider status of the Machine API Machine.',
};

const type = { apiVersion: 'machine.openshift.io/v1', kind: 'NutanixMachineProviderStatus' };

/**
 * NutanixMachineProviderStatus and NutanixMachine.status. The UUID of the VM is what both controllers find it by, so it is never
 * left out where it is known.
 */
export const nutanixStatus: PlatformStatus = {
  shapes: { mapi: nutanixMachineProviderStatus, capi: nutanixMachineStatus },
  fields: [
    ...typeFields(type),
    {
      mapi: 'vmUUID',
      capi: 'vmUUID',
      doc: 'The same value; to Machine API from the provider id where the status lacks it.',
    },
    { capi: 'ready', doc: 'True once the VM is known.' },
    {
      capi: 'failureDomain',
      doc: 'The failure domain of the provider spec, once the VM is known; the Machine itself says it to Machine API.',
    },
    conditionsField('MachineCreation', 'VMProvisioned', 'Those of other controllers stay.'),
    { capi: 'v1beta2', doc: "Not written: it is CAPX's own." },
    addressesField,
    { capi: 'nodeRef', doc: 'Not written: CAPX no longer does either.' },
    ...failureFields,
  ],

  toCapi({ status, provider }) {
    const vmUUID = textAt(status, 'vmUUID');
    const failureDomain = textAt(provider, 'failureDomain', 'name');
    return {
      ready: vmUUID !== undefined,
      ...(vmUUID !== undefined && { vmUUID }),
      ...(vmUUID !== undefined && failureDomain !== undefined && { failureDomain }),
      conditions: readyConditions('VMProvisioned', vmUUID === undefined ? unknownVm : undefined),
    };
  },

  toMapi({ status, infraSpec }) {
    const providerID = textAt(infraSpec, 'providerID') ?? '';
    const named = namesVm(providerID) ? providerID.slice('nutanix://'.length) : undefined;
    const vmUUID = textAt(status, 'vmUUID') ?? named;
    return {
      ...type,
      ...(vmUUID !== undefined && { vmUUID }),
      conditions: [
        vmUUID === undefined
          ? notCreated('MachineCreation', seeConditionsOf('NutanixMachine'))
          : created('MachineCreation', 'MachineCreation succeeded'),
      ],
    };
  },
};
