import { ibmPowerVSMachineStatus, type JsonObject, powerVSMachineProviderStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { placeOf } from './provider-id.ts';

/**
 * PowerVSMachineProviderStatus and IBMPowerVSMachine.status. Conditions are made anew from the state of the instance.
 * InstanceReady is never Unknown: CAPIBM takes that for an instance that it has asked for, and waits for ever.
 */
export const powervsStatus: PlatformStatus = {
  shapes: { mapi: powerVSMachineProviderStatus, capi: ibmPowerVSMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1.' },
    { mapi: 'kind', doc: 'Written as PowerVSMachineProviderStatus.' },
    { mapi: 'instanceId', capi: 'instanceID', doc: 'The same value; else the last part of the provider id.' },
    {
      mapi: 'serviceInstanceID',
      doc: "From the provider id, else from the spec: Machine API's controller looks for the instance there.",
    },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value, in upper case in Cluster API.' },
    { capi: 'ready', doc: 'True while the instance is ACTIVE.' },
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreation here, Ready and InstanceReady there. Those of other controllers, such as Paused, stay.',
    },
    { capi: 'v1beta2.conditions', doc: 'Not written: CAPIBM makes them.' },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'region', doc: 'Not written: CAPIBM takes it from the workspace.' },
    { capi: 'zone', doc: 'Not written: CAPIBM takes it from the workspace.' },
    { capi: 'health', doc: 'Not written: Machine API does not look at it.' },
    { capi: 'fault', doc: 'Not written: Machine API does not look at it.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ status }) {
    const instanceID = textAt(status, 'instanceId');
    const state = textAt(status, 'instanceState')?.toUpperCase();
    const isActive = state === 'ACTIVE';
    return {
      ready: isActive,
      ...(instanceID !== undefined && { instanceID }),
      ...(state !== undefined && { instanceState: state }),
      conditions: ['Ready', 'InstanceReady'].map((type) =>
        isActive ? { type, status: 'True' } : { type, status: 'False', ...(whyNot[state ?? ''] ?? notReady) },
      ),
    };
  },

  toMapi({ status, infraSpec }) {
    const place = placeOf(infraSpec['providerID']);
    const instanceId = textAt(status, 'instanceID') ?? place?.instanceId;
    const workspaceId =
      place?.workspaceId ?? textAt(infraSpec, 'serviceInstanceID') ?? textAt(infraSpec, 'serviceInstance', 'id');
    const state = textAt(status, 'instanceState');
    const isActive = state === 'ACTIVE';
    return {
      apiVersion: 'machine.openshift.io/v1',
      kind: 'PowerVSMachineProviderStatus',
      ...(instanceId !== undefined && { instanceId }),
      ...(workspaceId !== undefined && { serviceInstanceID: workspaceId }),
      ...(state !== undefined && { instanceState: state }),
      conditions: [
        isActive
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
              message: 'See IBMPowerVSMachine conditions.',
            },
      ],
    };
  },
};

const notReady: JsonObject = { reason: 'InstanceNotReady', severity: 'Warning' };

/** Reasons as CAPIBM gives them. */
const whyNot: { readonly [state: string]: JsonObject } = {
  SHUTOFF: { reason: 'InstanceStopped', severity: 'Error' },
  ERROR: { reason: 'InstanceErrored', severity: 'Error' },
};
