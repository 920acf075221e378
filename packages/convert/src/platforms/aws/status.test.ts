import { describe, expect, it } from 'vitest';
import { awsStatus } from './status.ts';

describe('AWSMachine.status', () => {
  it('is ready while the instance runs', () => {
    const running = awsStatus.toCapi({ status: { instanceState: 'running' }, provider: {} });
    expect(running).toEqual({
      ready: true,
      instanceState: 'running',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'InstanceReady', status: 'True' },
      ],
    });
  });

  it.each(['pending', 'stopped', 'terminated', undefined])('is not ready while the state is %s', (state) => {
    const status = state === undefined ? {} : { instanceState: state };
    const message = 'See Machine API Machine.Status.Providerstatus conditions';
    expect(awsStatus.toCapi({ status, provider: {} })).toEqual({
      ready: false,
      ...status,
      conditions: ['Ready', 'InstanceReady'].map((type) => ({ type, status: 'Unknown', severity: 'Error', message })),
    });
  });

  it('is interruptible by spotMarketOptions, even empty, and not by marketType alone, as CAPA has it', () => {
    expect(awsStatus.toCapi({ status: {}, provider: { spotMarketOptions: {} } })).toMatchObject({
      interruptible: true,
    });
    expect(awsStatus.toCapi({ status: {}, provider: { marketType: 'Spot' } })).not.toHaveProperty('interruptible');
  });

  it('has the dedicated host', () => {
    expect(awsStatus.toCapi({ status: { dedicatedHost: { id: 'h-1' } }, provider: {} })).toMatchObject({
      dedicatedHost: { id: 'h-1' },
    });
  });
});

describe('AWSMachineProviderStatus', () => {
  it('says that a running machine was created, and which instance it is', () => {
    const status = awsStatus.toMapi({
      status: { instanceState: 'running', dedicatedHost: { id: 'h-1' } },
      infraSpec: { instanceID: 'i-0123456789abcdef0' },
    });
    expect(status).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AWSMachineProviderStatus',
      instanceId: 'i-0123456789abcdef0',
      instanceState: 'running',
      dedicatedHost: { id: 'h-1' },
      conditions: [
        {
          type: 'MachineCreation',
          status: 'True',
          reason: 'MachineCreationSucceeded',
          message: 'Machine successfully created',
        },
      ],
    });
  });

  it('does not say so of another', () => {
    expect(awsStatus.toMapi({ status: {}, infraSpec: {} })).toMatchObject({
      conditions: [
        {
          type: 'MachineCreation',
          status: 'False',
          reason: 'MachineCreationFailed',
          message: 'See AWSMachine conditions.',
        },
      ],
    });
  });
});
