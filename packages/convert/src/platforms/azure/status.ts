import { azureMachineProviderStatus, azureMachineStatus, type JsonObject } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';

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

const seeMachine = 'See Machine API Machine.Status.Providerstatus conditions';

/** AzureMachineProviderStatus and AzureMachine.status. Conditions are made anew from the state of the machine. */
export const azureStatus: PlatformStatus = {
  shapes: { mapi: azureMachineProviderStatus, capi: azureMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1beta1.' },
    { mapi: 'kind', doc: 'Written as AzureMachineProviderStatus.' },
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
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreated here, Ready and VMRunning there. Those of other controllers, such as Paused, stay.',
    },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
    { capi: 'longRunningOperationStates', doc: 'Not written: they are notes of CAPZ to itself.' },
  ],

  toCapi({ status }) {
    const state = textAt(status, 'vmState');
    const isRunning = state === 'Running' || state === 'Succeeded';
    const capiState = state === undefined ? undefined : toCapiState.get(state);
    const condition = (type: string): JsonObject =>
      isRunning ? { type, status: 'True' } : { type, status: 'Unknown', severity: 'Error', message: seeMachine };
    return {
      ready: isRunning,
      ...(capiState !== undefined && { vmState: capiState }),
      conditions: [condition('Ready'), condition('VMRunning')],
    };
  },

  toMapi({ status, infraSpec }) {
    const state = textAt(status, 'vmState');
    const mapiState = state === undefined ? undefined : toMapiState.get(state);
    const vmId = textAt(infraSpec, 'providerID')?.replace(/^azure:\/\//, '');
    return {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AzureMachineProviderStatus',
      ...(vmId !== undefined && { vmId }),
      ...(mapiState !== undefined && { vmState: mapiState }),
      conditions: [
        mapiState === 'Running'
          ? {
              type: 'MachineCreated',
              status: 'True',
              reason: 'MachineCreationSucceeded',
              message: 'machine successfully created',
            }
          : {
              type: 'MachineCreated',
              status: 'False',
              reason: 'MachineCreationFailed',
              message: 'See AzureMachine conditions.',
            },
      ],
    };
  },
};
