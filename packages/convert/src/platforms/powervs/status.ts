import { ibmPowerVSMachineStatus, powerVSMachineProviderStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated, seeConditionsOf } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { type NotReady, readyConditions } from '../../status/ready-conditions.ts';
import { placeOf } from './provider-id.ts';

const type = { apiVersion: 'machine.openshift.io/v1', kind: 'PowerVSMachineProviderStatus' };

/**
 * PowerVSMachineProviderStatus and IBMPowerVSMachine.status. Conditions are made anew from the state of the instance.
 * InstanceReady is never Unknown: CAPIBM takes that for an instance that it has asked for, and waits for ever.
 */
export const powervsStatus: PlatformStatus = {
  shapes: { mapi: powerVSMachineProviderStatus, capi: ibmPowerVSMachineStatus },
  fields: [
    ...typeFields(type),
    { mapi: 'instanceId', capi: 'instanceID', doc: 'The same value; else the last part of the provider id.' },
    {
      mapi: 'serviceInstanceID',
      doc: "From the provider id, else from the spec: Machine API's controller looks for the instance there.",
    },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value, in upper case in Cluster API.' },
    { capi: 'ready', doc: 'True while the instance is ACTIVE.' },
    conditionsField('MachineCreation', 'InstanceReady'),
    { capi: 'v1beta2.conditions', doc: 'Not written: CAPIBM makes them.' },
    addressesField,
    { capi: 'region', doc: 'Not written: CAPIBM takes it from the workspace.' },
    { capi: 'zone', doc: 'Not written: CAPIBM takes it from the workspace.' },
    { capi: 'health', doc: 'Not written: Machine API does not look at it.' },
    { capi: 'fault', doc: 'Not written: Machine API does not look at it.' },
    ...failureFields,
  ],

  toCapi({ status }) {
    const instanceID = textAt(status, 'instanceId');
    const state = textAt(status, 'instanceState')?.toUpperCase();
    const isActive = state === 'ACTIVE';
    return {
      ready: isActive,
      ...(instanceID !== undefined && { instanceID }),
      ...(state !== undefined && { instanceState: state }),
      conditions: readyConditions('InstanceReady', isActive ? undefined : (whyNot[state ?? ''] ?? notYet)),
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
      ...type,
      ...(instanceId !== undefined && { instanceId }),
      ...(workspaceId !== undefined && { serviceInstanceID: workspaceId }),
      ...(state !== undefined && { instanceState: state }),
      conditions: [
        isActive
          ? created('MachineCreation', 'Machine successfully created')
          : notCreated('MachineCreation', seeConditionsOf('IBMPowerVSMachine')),
      ],
    };
  },
};

const notYet: NotReady = { status: 'False', reason: 'InstanceNotReady', severity: 'Warning' };

/** Reasons as CAPIBM gives them. */
const whyNot: { readonly [state: string]: NotReady } = {
  SHUTOFF: { status: 'False', reason: 'InstanceStopped', severity: 'Error' },
  ERROR: { status: 'False', reason: 'InstanceErrored', severity: 'Error' },
};
