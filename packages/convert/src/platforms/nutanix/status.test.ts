import { nutanixMachineProviderStatus, nutanixMachineStatus } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type ParseProblem, parse } from '../../mapping/parse.ts';
import { infraStatusToClusterApi, providerStatusToMachineApi } from '../../status/infra.ts';
import { nutanixStatus } from './status.ts';

const vmUUID = '5b1c7d3e-8f2a-4c6b-9d0e-1a2b3c4d5e6f';

describe('NutanixMachine.status', () => {
  it('has the UUID of the VM, by which CAPX finds it, and is ready', () => {
    expect(nutanixStatus.toCapi({ status: { vmUUID }, provider: {} })).toEqual({
      ready: true,
      vmUUID,
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'VMProvisioned', status: 'True' },
      ],
    });
  });

  it('has the failure domain in which the VM was made', () => {
    const provider = { failureDomain: { name: 'fd-a' } };
    expect(nutanixStatus.toCapi({ status: { vmUUID }, provider })).toMatchObject({ failureDomain: 'fd-a' });
    expect(nutanixStatus.toCapi({ status: {}, provider })).not.toHaveProperty('failureDomain');
  });

  it('is not ready while no VM is known, so that CAPX looks for it', () => {
    const message = 'See the provider status of the Machine API Machine.';
    expect(nutanixStatus.toCapi({ status: {}, provider: {} })).toEqual({
      ready: false,
      conditions: ['Ready', 'VMProvisioned'].map((type) => ({ type, status: 'Unknown', severity: 'Error', message })),
    });
  });
});

describe('NutanixMachineProviderStatus', () => {
  it('has the UUID of the VM, by which Machine API updates and deletes it', () => {
    expect(nutanixStatus.toMapi({ status: { vmUUID }, infraSpec: {} })).toEqual({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'NutanixMachineProviderStatus',
      vmUUID,
      conditions: [
        {
          type: 'MachineCreation',
          status: 'True',
          reason: 'MachineCreationSucceeded',
          message: 'MachineCreation succeeded',
        },
      ],
    });
  });

  it('takes it from the provider id where the status was lost, as after a restore', () => {
    expect(nutanixStatus.toMapi({ status: {}, infraSpec: { providerID: `nutanix://${vmUUID}` } })).toMatchObject({
      vmUUID,
    });
  });

  it.each([{}, { providerID: 'nutanix://ocp1-m1' }])('has none where no VM is known: %j', (infraSpec) => {
    const status = nutanixStatus.toMapi({ status: {}, infraSpec });
    expect(status).not.toHaveProperty('vmUUID');
    expect(status).toMatchObject({ conditions: [{ type: 'MachineCreation', status: 'False' }] });
  });
});

describe('the status of a running machine', () => {
  const now = '2026-03-01T09:30:00Z';
  const addresses = [
    { type: 'InternalIP', address: '192.0.2.31' },
    { type: 'InternalDNS', address: 'ocp1-x7k2p-worker-1' },
  ];
  const machine = { status: { addresses, providerStatus: { vmUUID } } };

  it('has what the schema of each side wants, and the UUID survives the way there and back', () => {
    const there = infraStatusToClusterApi(nutanixStatus, machine, undefined, { now });
    const back = providerStatusToMachineApi(nutanixStatus, { status: there.status, spec: {} }, undefined, { now });
    const problems: ParseProblem[] = [];
    parse(nutanixMachineStatus, there.status, (problem) => problems.push(problem), 'final');
    parse(nutanixMachineProviderStatus, back.status, (problem) => problems.push(problem), 'final');
    expect([...problems, ...there.issues, ...back.issues]).toEqual([]);
    expect(there.status).toMatchObject({ ready: true, addresses });
    expect(back.status).toMatchObject({ vmUUID });
  });
});
