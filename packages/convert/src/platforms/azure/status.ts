import { azureMachineProviderStatus, azureMachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated, seeConditionsOf } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { readyConditions, seeProviderStatus } from '../../status/ready-conditions.ts';

/** Machine API mixes the states of making a machine and of its power; CAPZ has the former only. */
const states: readonly (readonly [mapi: string, capi: string])[] = [
  ['Creating', 'Creating'],
  ['Deleting', 'Deleting'],
  ['Failed', 'Failed'],
  ['Migrating', 'Migrating'],
  ['Updating', 'Updating'],
  ['Running', 'Succeeded'],
  ['Succeeded', 'Succeeded'],
  ['Starting', 'Succeeded'],
  ['Stopping', 'Succeeded'],
  ['Stopped', 'Succeeded'],
  ['Deallocating', 'Succeeded'],
  ['Deallocated', 'Succeeded'],
];

const toCapiState: ReadonlyMap<string, string> = new Map(states);
const toMapiState: ReadonlyMap<string, string> = new Map([
  ['Canceled', 'Failed'],
  ['Deleted', 'Deleting'],
  ...states.toReversed().map(([mapi, capi]): [string, string] => [capi, mapi]),
  ['Succeeded', 'Running'],
]);

const type = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'AzureMachineProviderStatus' };

/** AzureMachineProviderStatus and AzureMachine.status. Conditions are made anew from the state of the machine. */
export const azureStatus: PlatformStatus = {
  shapes: { mapi: azureMachineProviderStatus, capi: azureMachineStatus },
  fields: [
    ...typeFields(type),
    { mapi: 'metadata', doc: 'Not written: a provider status has none.' },
    {
      mapi: 'vmId',
      doc: 'From the provider id of the AzureMachine; the other way the provider id of the Machine says it.',
    },
    {
      mapi: 'vmState',
      capi: 'vmState',
      doc: 'Power states (Running, Stopped, ...) are Succeeded, which is Running on the way back; Canceled is Failed, Deleted is Deleting.',
    },
    { capi: 'ready', doc: 'True while the machine is running.' },
    conditionsField('MachineCreated', 'VMRunning'),
    addressesField,
    ...failureFields,
    { capi: 'longRunningOperationStates', doc: 'Not written: they are notes of CAPZ to itself.' },
  ],

  toCapi({ status }) {
    const state = textAt(status, 'vmState');
    const isRunning = state === 'Running' || state === 'Succeeded';
    const capiState = state === undefined ? undefined : toCapiState.get(state);
    return {
      ready: isRunning,
      ...(capiState !== undefined && { vmState: capiState }),
      conditions: readyConditions('VMRunning', isRunning ? undefined : seeProviderStatus),
    };
  },

  toMapi({ status, infraSpec }) {
    const state = textAt(status, 'vmState');
    const mapiState = state === undefined ? undefined : toMapiState.get(state);
    const vmId = textAt(infraSpec, 'providerID')?.replace(/^azure:\/\//, '');
    return {
      ...type,
      ...(vmId !== undefined && { vmId }),
      ...(mapiState !== undefined && { vmState: mapiState }),
      conditions: [
        mapiState === 'Running'
          ? created('MachineCreated', 'machine successfully created')
          : notCreated('MachineCreated', seeConditionsOf('AzureMachine')),
      ],
    };
  },
};
