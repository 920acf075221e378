import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { infraStatusToClusterApi, providerStatusToMachineApi } from '../../status/infra.ts';
import { vsphereStatus } from './status.ts';

const now = '2026-11-25T10:00:00Z';
const uuid = '4237b0c5-9a1e-77d4-c2f8-5e10a6b3d942';
const running = { instanceId: uuid, instanceState: 'poweredOn', taskRef: 'task-41' };
const toCapi = (status: JsonObject) => vsphereStatus.toCapi({ status, provider: {} });

describe('VSphereMachine.status', () => {
  it('is ready while the VM is on', () => {
    expect(toCapi(running)).toEqual({
      ready: true,
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'VMProvisioned', status: 'True' },
      ],
    });
  });

  it.each<[JsonObject]>([
    [{}],
    [{ instanceId: uuid }],
    [{ instanceId: uuid, instanceState: 'poweredOff' }],
    [{ instanceId: uuid, instanceState: 'suspended' }],
    [{ instanceId: '', instanceState: 'poweredOn' }],
  ])('is not ready with %j', (status) => {
    const message = 'See Machine API Machine.Status.Providerstatus conditions';
    expect(toCapi(status)).toEqual({
      ready: false,
      conditions: ['Ready', 'VMProvisioned'].map((type) => ({ type, status: 'Unknown', severity: 'Error', message })),
    });
  });

  it('has the addresses of the Machine, and leaves the task to the controller that began it', () => {
    const addresses = [{ type: 'InternalIP', address: '10.20.0.21' }];
    const machine = { spec: {}, status: { addresses, providerStatus: running } };
    const { status } = infraStatusToClusterApi(vsphereStatus, machine, undefined, { now });
    expect(status).toMatchObject({ ready: true, addresses });
    expect(status).not.toHaveProperty('taskRef');
  });
});

describe('VSphereMachineProviderStatus', () => {
  const toMapi = (status: JsonObject, infraSpec: JsonObject = {}) => vsphereStatus.toMapi({ status, infraSpec });

  it('names the VM by its BIOS UUID, and says that it was created', () => {
    expect(toMapi({ ready: true }, { providerID: `vsphere://${uuid}` })).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'VSphereMachineProviderStatus',
      instanceId: uuid,
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

  it('does not say so of another, and invents no VM', () => {
    const status = toMapi({}, { providerID: 'aws:///eu-west-1a/i-0123' });
    expect(status).not.toHaveProperty('instanceId');
    expect(status).toMatchObject({
      conditions: [{ type: 'MachineCreation', status: 'False', message: 'See VSphereMachine conditions.' }],
    });
  });

  it('is made of a VSphereMachine as it is in the cluster', () => {
    const machine = { spec: { providerID: `vsphere://${uuid}` }, status: { ready: true, network: [{ macAddr: 'a' }] } };
    const { status } = providerStatusToMachineApi(vsphereStatus, machine, undefined, { now });
    expect(status).toMatchObject({ instanceId: uuid, conditions: [{ type: 'MachineCreation', status: 'True' }] });
  });
});
