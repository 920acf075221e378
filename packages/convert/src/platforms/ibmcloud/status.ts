import { ibmCloudMachineProviderStatus, ibmVPCMachineStatus, type JsonObject } from '@capstan/api';
import type { PlatformStatus } from '../../objects/platform.ts';

/**
 * IBMCloudMachineProviderStatus and IBMVPCMachine.status. By the instance id CAPIBM deletes an instance, so it must be there
 * before CAPIBM has looked at the machine even once. Conditions are made anew from the state of the instance.
 */
export const ibmCloudStatus: PlatformStatus = {
  shapes: { mapi: ibmCloudMachineProviderStatus, capi: ibmVPCMachineStatus },
  fields: [
    { mapi: 'apiVersion', doc: 'Written as ibmcloudproviderconfig.openshift.io/v1beta1.' },
    { mapi: 'kind', doc: 'Written as IBMCloudMachineProviderStatus.' },
    { mapi: 'instanceId', capi: 'instanceID', doc: 'The same value.' },
    { mapi: 'instanceState', capi: 'instanceState', doc: 'The same value.' },
    { capi: 'ready', doc: 'True while the instance is running.' },
    {
      mapi: 'conditions',
      capi: 'conditions',
      doc: 'Made anew: MachineCreated here, Ready and InstanceReady there. Those of other controllers, such as Paused, stay. MachineReplacement of Machine API has no counterpart.',
    },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'loadBalancerPoolMembers', doc: 'Not written: machines that come from Machine API have none.' },
    { capi: 'v1beta2', doc: 'Not written: CAPIBM fills it when it looks at the machine.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ status }) {
    const { instanceId, instanceState } = status;
    const condition = conditionFor(instanceState);
    return {
      ready: instanceState === 'running',
      ...(typeof instanceId === 'string' && { instanceID: instanceId }),
      ...(typeof instanceState === 'string' && { instanceState }),
      conditions: ['Ready', 'InstanceReady'].map((type) => ({ type, ...condition })),
    };
  },

  toMapi({ status }) {
    const { instanceID, instanceState } = status;
    const isMade = typeof instanceID === 'string' && instanceID !== '';
    return {
      apiVersion: 'ibmcloudproviderconfig.openshift.io/v1beta1',
      kind: 'IBMCloudMachineProviderStatus',
      ...(isMade && { instanceId: instanceID }),
      ...(typeof instanceState === 'string' && { instanceState }),
      conditions: isMade
        ? [{ type: 'MachineCreated', status: 'True', reason: 'MachineCreationSucceeded', message: 'Instance exists' }]
        : [],
    };
  },
};

/** As CAPIBM's machine controller sets InstanceReady, by the state of the instance. */
function conditionFor(state: unknown): JsonObject {
  if (state === 'running') return { status: 'True' };
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
