import { describe, expect, it } from 'vitest';
import { azureStatus } from './status.ts';

const toCapi = (vmState?: string) =>
  azureStatus.toCapi({ status: vmState === undefined ? {} : { vmState }, provider: {} });
const toMapi = (vmState?: string, infraSpec = {}) =>
  azureStatus.toMapi({ status: vmState === undefined ? {} : { vmState }, infraSpec });

describe('AzureMachine.status', () => {
  it.each(['Running', 'Succeeded'])('is ready while the machine is %s', (state) => {
    expect(toCapi(state)).toEqual({
      ready: true,
      vmState: 'Succeeded',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'VMRunning', status: 'True' },
      ],
    });
  });

  it.each([
    ['Creating', 'Creating'],
    ['Failed', 'Failed'],
    ['Deallocated', 'Succeeded'],
    ['Stopped', 'Succeeded'],
    ['Unknown', undefined],
    [undefined, undefined],
  ])('is not ready while it is %s', (state, vmState) => {
    const message = 'See Machine API Machine.Status.Providerstatus conditions';
    expect(toCapi(state)).toEqual({
      ready: false,
      ...(vmState !== undefined && { vmState }),
      conditions: ['Ready', 'VMRunning'].map((type) => ({ type, status: 'Unknown', severity: 'Error', message })),
    });
  });
});

describe('AzureMachineProviderStatus', () => {
  it('says that a running machine was created, and which it is', () => {
    const providerID = 'azure:///subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/a';
    expect(toMapi('Succeeded', { providerID })).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AzureMachineProviderStatus',
      vmId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/a',
      vmState: 'Running',
      conditions: [
        {
          type: 'MachineCreated',
          status: 'True',
          reason: 'MachineCreationSucceeded',
          message: 'machine successfully created',
        },
      ],
    });
  });

  it.each([
    ['Creating', 'Creating'],
    ['Canceled', 'Failed'],
    ['Deleted', 'Deleting'],
    ['Other', undefined],
    [undefined, undefined],
  ])('does not say so of one that is %s', (state, vmState) => {
    expect(toMapi(state)).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AzureMachineProviderStatus',
      ...(vmState !== undefined && { vmState }),
      conditions: [
        {
          type: 'MachineCreated',
          status: 'False',
          reason: 'MachineCreationFailed',
          message: 'See AzureMachine conditions.',
        },
      ],
    });
  });
});
