import { ibmCloudMachineProviderStatus, ibmVPCMachineStatus } from '@capstan/api';
import type { PlatformStatus } from '../../objects/platform.ts';
import { created } from '../../status/creation.ts';
import { addressesField, conditionsField, failureFields, typeFields } from '../../status/platform-fields.ts';
import { type NotReady, readyConditions } from '../../status/ready-conditions.ts';

const type = { apiVersion: 'ibmcloudproviderconfig.openshift.io/v1beta1', kind: 'IBMCloudMachineProviderStatus' };

/**
 * IBMCloudMachineProviderStatus and IBMVPCMachine.status. By the instance id CAPIBM deletes an instance, so it must be there
 * before CAPIBM has looked at the machine even once. Conditions are made anew from the state of the instance.
 */
export const ibmCloudStatus: PlatformStatus = {
  shapes: { mapi: ibmCloudMachineProviderStatus, capi: ibmVPCMachineStatus },
  fields: [
    ...typeFields(type),
    { mapi: 'instanceId', capi: 'instanceID', doc: 'The same value.' },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value.' },
    { capi: 'ready', doc: 'True while the instance is running.' },
    conditionsField(
      'MachineCreated',
      'InstanceReady',
      'Those of other controllers, such as Paused, stay. MachineReplacement of Machine API has no counterpart.',
    ),
    addressesField,
    { capi: 'loadBalancerPoolMembers', doc: 'Not written: machines that come from Machine API have none.' },
    { capi: 'v1beta2', doc: 'Not written: CAPIBM fills it when it looks at the machine.' },
    ...failureFields,
  ],

  toCapi({ status }) {
    const { instanceId, instanceState } = status;
    return {
      ready: instanceState === 'running',
      ...(typeof instanceId === 'string' && { instanceID: instanceId }),
      ...(typeof instanceState === 'string' && { instanceState }),
      conditions: readyConditions('InstanceReady', whyNot(instanceState)),
    };
  },

  toMapi({ status }) {
    const { instanceID, instanceState } = status;
    const isMade = typeof instanceID === 'string' && instanceID !== '';
    return {
      ...type,
      ...(isMade && { instanceId: instanceID }),
      ...(typeof instanceState === 'string' && { instanceState }),
      conditions: isMade ? [created('MachineCreated', 'Instance exists')] : [],
    };
  },
};

/** As CAPIBM's machine controller sets InstanceReady, by the state of the instance. */
function whyNot(state: unknown): NotReady | undefined {
  if (state === 'running') return undefined;
  const known = typeof state === 'string' ? reasons.get(state) : undefined;
  return known === undefined
    ? { status: 'Unknown', reason: 'InstanceStateUnknown' }
    : { status: 'False', severity: known.severity, reason: known.reason };
}

const reasons: ReadonlyMap<string, { readonly reason: string; readonly severity: 'Warning' | 'Error' }> = new Map([
  ['pending', { reason: 'InstanceNotReady', severity: 'Warning' }],
  ['starting', { reason: 'InstanceNotReady', severity: 'Warning' }],
  ['stopped', { reason: 'InstanceStopped', severity: 'Error' }],
  ['deleting', { reason: 'InstanceDeleting', severity: 'Error' }],
  ['failed', { reason: 'InstanceErrored', severity: 'Error' }],
]);
