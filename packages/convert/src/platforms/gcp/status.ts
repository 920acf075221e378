import { gcpMachineProviderStatus, gcpMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated } from '../../status/creation.ts';
import { addressesField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { instanceOf } from './provider-id.ts';

const type = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'GCPMachineProviderStatus' };

/**
 * GCPMachineProviderStatus and GCPMachine.status. The state of the instance is GCP's own word in both. A GCPMachine has no
 * conditions; Machine API's only one is made anew: an instance that has a state was created.
 */
export const gcpStatus: PlatformStatus = {
  shapes: { mapi: gcpMachineProviderStatus, capi: gcpMachineStatus },
  fields: [
    ...typeFields(type),
    { mapi: 'metadata', doc: 'Not written: it is always empty.' },
    { mapi: 'instanceId', doc: "The instance's name, from the provider id of the GCPMachine." },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value.' },
    { capi: 'ready', doc: 'True while the instance is RUNNING.' },
    { mapi: 'conditions', doc: 'Made anew: MachineCreated.' },
    addressesField,
    ...failureFields,
  ],

  toCapi({ status }) {
    const state = textAt(status, 'instanceState');
    return { ready: state === 'RUNNING', ...(state !== undefined && { instanceState: state }) };
  },

  toMapi({ status, infraSpec }) {
    const state = textAt(status, 'instanceState');
    const instanceId = instanceOf(textAt(infraSpec, 'providerID') ?? '');
    return {
      ...type,
      ...(instanceId !== undefined && { instanceId }),
      ...(state !== undefined && { instanceState: state }),
      conditions: [
        state === undefined
          ? notCreated('MachineCreated', textAt(status, 'failureMessage') ?? 'See the status of the GCPMachine.')
          : created('MachineCreated', 'machine successfully created'),
      ],
    };
  },
};
