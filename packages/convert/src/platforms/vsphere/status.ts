import { vSphereMachineProviderStatus, vSphereMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated, seeConditionsOf } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { readyConditions, seeProviderStatus } from '../../status/ready-conditions.ts';
import { uuidOf } from './provider-id.ts';

const type = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'VSphereMachineProviderStatus' };

/**
 * VSphereMachineProviderStatus and VSphereMachine.status. A VSphereMachine does not say whether its VM is on: it is ready once
 * the VM was made, powered on and has an address.
 */
export const vsphereStatus: PlatformStatus = {
  shapes: { mapi: vSphereMachineProviderStatus, capi: vSphereMachineStatus },
  fields: [
    ...typeFields(type),
    {
      mapi: 'instanceId',
      doc: 'The BIOS UUID in the provider id of the VSphereMachine; the other way that id says it.',
    },
    {
      mapi: 'instanceState',
      doc: 'Not written: a VSphereMachine does not say it, and the Machine API controller reads it from the VM.',
    },
    { mapi: 'taskRef', doc: 'Not converted: a task belongs to the controller that began it.' },
    conditionsField('MachineCreation', 'VMProvisioned', 'Those of other controllers stay.'),
    { capi: 'ready', doc: 'True while the VM is powered on.' },
    addressesField,
    { capi: 'network', doc: "Not written: CAPV reads it from the VM's devices." },
    { capi: 'v1beta2', doc: 'Not written: CAPV makes these conditions itself.' },
    ...failureFields,
  ],

  toCapi({ status }) {
    const isReady = textAt(status, 'instanceId') !== undefined && status['instanceState'] === 'poweredOn';
    return { ready: isReady, conditions: readyConditions('VMProvisioned', isReady ? undefined : seeProviderStatus) };
  },

  toMapi({ status, infraSpec }) {
    const uuid = uuidOf(textAt(infraSpec, 'providerID'));
    const isReady = status['ready'] === true;
    return {
      ...type,
      ...(uuid !== undefined && { instanceId: uuid }),
      conditions: [
        isReady
          ? created('MachineCreation', 'Machine successfully created')
          : notCreated('MachineCreation', seeConditionsOf('VSphereMachine')),
      ],
    };
  },
};
