import { describe, expect, it } from 'vitest';
import { ibmCloudStatus } from './status.ts';

describe('IBMVPCMachine.status', () => {
  it('has the instance, without whose id CAPIBM would delete the machine and leave the instance', () => {
    const status = ibmCloudStatus.toCapi({
      status: { instanceId: '0717_1', instanceState: 'running' },
      provider: {},
    });
    expect(status).toEqual({
      ready: true,
      instanceID: '0717_1',
      instanceState: 'running',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'InstanceReady', status: 'True' },
      ],
    });
  });

  it.each([
    ['pending', { status: 'False', severity: 'Warning', reason: 'InstanceNotReady' }],
    ['starting', { status: 'False', severity: 'Warning', reason: 'InstanceNotReady' }],
    ['stopped', { status: 'False', severity: 'Error', reason: 'InstanceStopped' }],
    ['deleting', { status: 'False', severity: 'Error', reason: 'InstanceDeleting' }],
    ['failed', { status: 'False', severity: 'Error', reason: 'InstanceErrored' }],
    ['restarting', { status: 'Unknown', reason: 'InstanceStateUnknown' }],
    [undefined, { status: 'Unknown', reason: 'InstanceStateUnknown' }],
  ])('is not ready while the state is %s, for the reason that CAPIBM gives', (instanceState, condition) => {
    const status = instanceState === undefined ? {} : { instanceState };
    expect(ibmCloudStatus.toCapi({ status, provider: {} })).toEqual({
      ready: false,
      ...status,
      conditions: ['Ready', 'InstanceReady'].map((type) => ({ type, ...condition })),
    });
  });
});

describe('IBMCloudMachineProviderStatus', () => {
  it('says which instance was made', () => {
    const status = { instanceID: '0717_1', instanceState: 'starting' };
    expect(ibmCloudStatus.toMapi({ status, infraSpec: {} })).toEqual({
      apiVersion: 'ibmcloudproviderconfig.openshift.io/v1beta1',
      kind: 'IBMCloudMachineProviderStatus',
      instanceId: '0717_1',
      instanceState: 'starting',
      conditions: [
        { type: 'MachineCreated', status: 'True', reason: 'MachineCreationSucceeded', message: 'Instance exists' },
      ],
    });
  });

  it('does not say that one was made where none is known', () => {
    expect(ibmCloudStatus.toMapi({ status: {}, infraSpec: {} })).toMatchObject({ conditions: [] });
  });
});
