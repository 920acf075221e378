import { type JsonObject, nutanixMachineProviderStatus, nutanixMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { namesVm } from './provider-id.ts';

/**
 * NutanixMachineProviderStatus and NutanixMachine.status. The UUID of the VM is what both controllers find it by, so it is never
 * left out where it is known.
 */
export const nutanixStatus: PlatformStatus = {
  shapes: { mapi: nutanixMachineProviderStatus, capi: nutanixMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1.' },
    { mapi: 'kind', doc: 'Written as NutanixMachineProviderStatus.' },
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
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreation here, Ready and VMProvisioned there. Those of other controllers stay.',
    },
    { capi: 'v1beta2', doc: "Not written: it is CAPX's own." },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'nodeRef', doc: 'Not written: CAPX no longer does either.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ status, provider }) {
    const vmUUID = textAt(status, 'vmUUID');
    const failureDomain = textAt(provider, 'failureDomain', 'name');
    const condition = (type: string): JsonObject =>
      vmUUID === undefined
        ? { type, status: 'Unknown', severity: 'Error', message: 'See the provider status of the Machine API Machine.' }
        : { type, status: 'True' };
    return {
      ready: vmUUID !== undefined,
      ...(vmUUID !== undefined && { vmUUID }),
      ...(vmUUID !== undefined && failureDomain !== undefined && { failureDomain }),
      conditions: [condition('Ready'), condition('VMProvisioned')],
    };
  },

  toMapi({ status, infraSpec }) {
    const providerID = textAt(infraSpec, 'providerID') ?? '';
    const named = namesVm(providerID) ? providerID.slice('nutanix://'.length) : undefined;
    const vmUUID = textAt(status, 'vmUUID') ?? named;
    return {
      apiVersion: 'machine.openshift.io/v1',
      kind: 'NutanixMachineProviderStatus',
      ...(vmUUID !== undefined && { vmUUID }),
      conditions: [
        vmUUID === undefined
          ? {
              type: 'MachineCreation',
              status: 'False',
              reason: 'MachineCreationFailed',
              message: 'See NutanixMachine conditions.',
            }
          : {
              type: 'MachineCreation',
              status: 'True',
              reason: 'MachineCreationSucceeded',
              message: 'MachineCreation succeeded',
            },
      ],
    };
  },
};
