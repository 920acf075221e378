import { awsMachineProviderStatus, awsMachineStatus, type JsonObject } from '@capstan/api';
import { asObject, compact } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';

const seeMachine = 'See Machine API Machine.Status.Providerstatus conditions';

/**
 * AWSMachineProviderStatus and AWSMachine.status. Conditions are made anew from the state of the instance: neither side's
 * have a counterpart. Their times, and what stays as it is, are in status/infra.ts, which is alike on every platform.
 */
export const awsStatus: PlatformStatus = {
  shapes: { mapi: awsMachineProviderStatus, capi: awsMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1beta1.' },
    { mapi: 'kind', doc: 'Written as AWSMachineProviderStatus.' },
    { mapi: 'instanceId', doc: 'From the AWSMachine spec; the other way the provider id of the Machine says it.' },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value.' },
    { capi: 'ready', doc: 'True while the instance is running.' },
    { mapi: 'dedicatedHost.id', capi: 'dedicatedHost.id', doc: 'The same value.' },
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreation here, Ready and InstanceReady there. Those of other controllers, such as Paused, stay.',
    },
    {
      capi: 'interruptible',
      doc: 'True where the provider spec has spotMarketOptions, by which CAPA sets it; marketType alone does not.',
    },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ status, provider }) {
    const state = status['instanceState'];
    const isRunning = state === 'running';
    const hostId = asObject(status['dedicatedHost'])?.['id'];
    // As CAPA's SetInterruptible, which looks at spotMarketOptions alone.
    const isSpot = asObject(provider['spotMarketOptions']) !== undefined;
    const condition = (type: string): JsonObject =>
      isRunning ? { type, status: 'True' } : { type, status: 'Unknown', severity: 'Error', message: seeMachine };
    return (
      compact<JsonObject>({
        ready: isRunning,
        ...(typeof state === 'string' && { instanceState: state }),
        ...(typeof hostId === 'string' && { dedicatedHost: { id: hostId } }),
        ...(isSpot && { interruptible: true }),
        conditions: [condition('Ready'), condition('InstanceReady')],
      }) ?? {}
    );
  },

  toMapi({ status, infraSpec }) {
    const state = status['instanceState'];
    const hostId = asObject(status['dedicatedHost'])?.['id'];
    const isRunning = state === 'running';
    return {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AWSMachineProviderStatus',
      ...(typeof infraSpec['instanceID'] === 'string' && { instanceId: infraSpec['instanceID'] }),
      ...(typeof state === 'string' && { instanceState: state }),
      ...(typeof hostId === 'string' && { dedicatedHost: { id: hostId } }),
      conditions: [
        isRunning
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
              message: 'See AWSMachine conditions.',
            },
      ],
    };
  },
};
