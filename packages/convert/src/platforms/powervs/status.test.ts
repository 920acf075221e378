import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { workspace } from '../../testing/powervs.ts';
import { powervsStatus } from './status.ts';

const instance = '7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31';
const providerID = `ibmpowervs://dal/dal10/${workspace.id}/${instance}`;
const toCapi = (status: JsonObject) => powervsStatus.toCapi({ status, provider: {} });
const toMapi = (status: JsonObject, infraSpec: JsonObject = {}) => powervsStatus.toMapi({ status, infraSpec });

describe('IBMPowerVSMachine.status', () => {
  it('is ready while the instance is active, and knows it by its id: CAPIBM deletes by that', () => {
    expect(toCapi({ instanceId: instance, instanceState: 'ACTIVE' })).toEqual({
      ready: true,
      instanceID: instance,
      instanceState: 'ACTIVE',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'InstanceReady', status: 'True' },
      ],
    });
  });

  it("has the state in CAPIBM's words, whatever case Machine API has it in", () => {
    expect(toCapi({ instanceState: 'Active' })).toMatchObject({ ready: true, instanceState: 'ACTIVE' });
    expect(toCapi({ instanceState: 'ShutOff' })).toMatchObject({ ready: false, instanceState: 'SHUTOFF' });
  });

  it.each([
    ['BUILD', 'InstanceNotReady', 'Warning'],
    ['REBOOT', 'InstanceNotReady', 'Warning'],
    ['SHUTOFF', 'InstanceStopped', 'Error'],
    ['ERROR', 'InstanceErrored', 'Error'],
    ['', 'InstanceNotReady', 'Warning'],
  ])(
    'is not ready while the state is %j, and never unknown: CAPIBM would wait and make no instance',
    (state, reason, severity) => {
      expect(toCapi(state === '' ? {} : { instanceState: state })).toEqual({
        ready: false,
        ...(state !== '' && { instanceState: state }),
        conditions: ['Ready', 'InstanceReady'].map((type) => ({ type, status: 'False', reason, severity })),
      });
    },
  );
});

describe('PowerVSMachineProviderStatus', () => {
  it('says that an active machine was created, which instance it is and in which workspace', () => {
    expect(toMapi({ instanceID: instance, instanceState: 'ACTIVE' }, { providerID })).toEqual({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'PowerVSMachineProviderStatus',
      instanceId: instance,
      serviceInstanceID: workspace.id,
      instanceState: 'ACTIVE',
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
    expect(toMapi({})).toEqual({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'PowerVSMachineProviderStatus',
      conditions: [
        {
          type: 'MachineCreation',
          status: 'False',
          reason: 'MachineCreationFailed',
          message: 'See IBMPowerVSMachine conditions.',
        },
      ],
    });
  });

  it('knows the instance by the provider id where the status does not say it', () => {
    expect(toMapi({}, { providerID })).toMatchObject({ instanceId: instance, serviceInstanceID: workspace.id });
  });

  it.each([{ serviceInstanceID: workspace.id }, { serviceInstanceID: '', serviceInstance: { id: workspace.id } }])(
    'has the workspace of %j while there is no provider id: Machine API looks for the instance there',
    (infraSpec) => {
      expect(toMapi({}, infraSpec)).toMatchObject({ serviceInstanceID: workspace.id });
    },
  );
});
