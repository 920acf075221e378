import { type JsonObject, vSphereMachineProviderStatus, vSphereMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { uuidOf } from './provider-id.ts';

const seeMachine = 'See Machine API Machine.Status.Providerstatus conditions';

/**
 * VSphereMachineProviderStatus and VSphereMachine.status. A VSphereMachine does not say whether its VM is on: it is ready once
 * the VM was made, powered on and has an address.
 */
export const vsphereStatus: PlatformStatus = {
  shapes: { mapi: vSphereMachineProviderStatus, capi: vSphereMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1beta1.' },
    { mapi: 'kind', doc: 'Written as VSphereMachineProviderStatus.' },
    {
      mapi: 'instanceId',
      doc: 'The BIOS UUID in the provider id of the VSphereMachine; the other way that id says it.',
    },
    {
      mapi: 'instanceState',
      doc: 'Not written: a VSphereMachine does not say it, and the Machine API controller reads it from the VM.',
    },
    { mapi: 'taskRef', doc: 'Not converted: a task belongs to the controller that began it.' },
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreation here, Ready and VMProvisioned there. Those of other controllers stay.',
    },
    { capi: 'ready', doc: 'True while the VM is powered on.' },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'network', doc: "Not written: CAPV reads it from the VM's devices." },
    { capi: 'v1beta2', doc: 'Not written: CAPV makes these conditions itself.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ status }) {
    const isReady = textAt(status, 'instanceId') !== undefined && status['instanceState'] === 'poweredOn';
    const condition = (type: string): JsonObject =>
      isReady ? { type, status: 'True' } : { type, status: 'Unknown', severity: 'Error', message: seeMachine };
    return { ready: isReady, conditions: [condition('Ready'), condition('VMProvisioned')] };
  },

  toMapi({ status, infraSpec }) {
    const uuid = uuidOf(textAt(infraSpec, 'providerID'));
    const isReady = status['ready'] === true;
    return {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'VSphereMachineProviderStatus',
      ...(uuid !== undefined && { instanceId: uuid }),
      conditions: [
        isReady
          ? {
              type: 'MachineCreation',
              status: 'True',
              reason: 'MachineCreationSucceeded',
              message: 'Machine successfully created',
            }
          : {
              type: 'MachineCreation',
              status: 'False',
              reason: 'MachineCreationFailed',
              message: 'See VSphereMachine conditions.',
            },
      ],
    };
  },
};
