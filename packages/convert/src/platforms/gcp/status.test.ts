import { describe, expect, it } from 'vitest';
import { gcpStatus } from './status.ts';

describe('GCPMachine.status', () => {
  it('is ready while the instance runs', () => {
    expect(gcpStatus.toCapi({ status: { instanceState: 'RUNNING' }, provider: {} })).toEqual({
      ready: true,
      instanceState: 'RUNNING',
    });
  });

  it.each(['PROVISIONING', 'STOPPED', 'TERMINATED'])('is not ready while the state is %s', (instanceState) => {
    expect(gcpStatus.toCapi({ status: { instanceState }, provider: {} })).toEqual({ ready: false, instanceState });
  });

  it.each([{}, { instanceState: '' }])('has no state where there is no instance yet: %j', (status) => {
    expect(gcpStatus.toCapi({ status, provider: {} })).toEqual({ ready: false });
  });
});

describe('GCPMachineProviderStatus', () => {
  const providerID = 'gce://acme-ocp-prod/europe-west4-a/worker-1';

  it.each(['RUNNING', 'STOPPED'])('names the instance, and says that it was made: %s', (instanceState) => {
    expect(gcpStatus.toMapi({ status: { instanceState }, infraSpec: { providerID } })).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'GCPMachineProviderStatus',
      instanceId: 'worker-1',
      instanceState,
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
    [{}, 'See the status of the GCPMachine.'],
    [{ failureMessage: 'quota exceeded' }, 'quota exceeded'],
  ])('says why there is none: %j', (status, message) => {
    const made = gcpStatus.toMapi({ status, infraSpec: {} });
    expect(made).toMatchObject({
      conditions: [{ type: 'MachineCreated', status: 'False', reason: 'MachineCreationFailed', message }],
    });
    expect(made).not.toHaveProperty('instanceId');
  });
});
