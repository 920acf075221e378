import { awsMachineProviderStatus, awsMachineStatus, type JsonObject } from '@capstan/api';
import { asObject, compact } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created, notCreated, seeConditionsOf } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { readyConditions, seeProviderStatus } from '../../status/ready-conditions.ts';

const type = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'AWSMachineProviderStatus' };

/**
 * AWSMachineProviderStatus and AWSMachine.status. Conditions are made anew from the state of the instance: neither side's
 * have a counterpart. Their times, and what stays as it is, are in status/infra.ts, which is alike on every platform.
 */
export const awsStatus: PlatformStatus = {
  shapes: { mapi: awsMachineProviderStatus, capi: awsMachineStatus },
  fields: [
    ...typeFields(type),
    { mapi: 'instanceId', doc: 'From the AWSMachine spec; the other way the provider id of the Machine says it.' },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value.' },
    { capi: 'ready', doc: 'True while the instance is running.' },
    { mapi: 'dedicatedHost.id', capi: 'dedicatedHost.id', doc: 'The same value.' },
    conditionsField('MachineCreation', 'InstanceReady'),
    {
      capi: 'interruptible',
      doc: 'True where the provider spec has spotMarketOptions, by which CAPA sets it; marketType alone does not.',
    },
    addressesField,
    ...failureFields,
  ],

  toCapi({ status, provider }) {
    const state = status['instanceState'];
    const isRunning = state === 'running';
    const hostId = asObject(status['dedicatedHost'])?.['id'];
    // As CAPA's SetInterruptible, which looks at spotMarketOptions alone.
    const isSpot = asObject(provider['spotMarketOptions']) !== undefined;
    return (
      compact<JsonObject>({
        ready: isRunning,
        ...(typeof state === 'string' && { instanceState: state }),
        ...(typeof hostId === 'string' && { dedicatedHost: { id: hostId } }),
        ...(isSpot && { interruptible: true }),
        conditions: readyConditions('InstanceReady', isRunning ? undefined : seeProviderStatus),
      }) ?? {}
    );
  },

  toMapi({ status, infraSpec }) {
    const state = status['instanceState'];
    const hostId = asObject(status['dedicatedHost'])?.['id'];
    const isRunning = state === 'running';
    return {
      ...type,
      ...(typeof infraSpec['instanceID'] === 'string' && { instanceId: infraSpec['instanceID'] }),
      ...(typeof state === 'string' && { instanceState: state }),
      ...(typeof hostId === 'string' && { dedicatedHost: { id: hostId } }),
      conditions: [
        isRunning
          ? created('MachineCreation', 'Machine successfully created')
          : notCreated('MachineCreation', seeConditionsOf('AWSMachine')),
      ],
    };
  },
};
