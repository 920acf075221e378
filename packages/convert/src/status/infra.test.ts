import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsStatus } from '../platforms/aws/status.ts';
import { infraStatusToClusterApi, providerStatusToMachineApi } from './infra.ts';

const now = '2026-03-01T09:30:00Z';
const before = '2026-01-01T00:00:00Z';

describe('an infra machine from a Machine', () => {
  const convert = (status: JsonObject, target?: unknown, value: JsonObject = {}) =>
    infraStatusToClusterApi(awsStatus, { spec: { providerSpec: { value } }, status }, target, { now });

  it('has the state of the instance and the addresses of the Machine', () => {
    const addresses = [{ type: 'InternalIP', address: '10.0.1.7' }];
    const { status, issues } = convert({
      addresses,
      providerStatus: { instanceState: 'running', dedicatedHost: { id: 'h-1' } },
    });
    expect(issues).toEqual([]);
    expect(status).toEqual({
      ready: true,
      instanceState: 'running',
      dedicatedHost: { id: 'h-1' },
      addresses,
      conditions: [
        { type: 'InstanceReady', status: 'True', lastTransitionTime: now },
        { type: 'Ready', status: 'True', lastTransitionTime: now },
      ],
    });
  });

  it('can follow from the status of the Machine, where the provider status says nothing', () => {
    const platform = {
      ...awsStatus,
      toCapi: ({ machine }: { machine?: JsonObject }) => ({ ready: machine?.['phase'] === 'Running' }),
    };
    const { status } = infraStatusToClusterApi(platform, { status: { phase: 'Running' } }, undefined, { now });
    expect(status).toMatchObject({ ready: true });
  });

  it('leaves out addresses that are reported with the Machine', () => {
    const { status, issues } = convert({
      addresses: [
        { type: 'Carrier', address: 'pigeon' },
        { type: 'Hostname', address: 'a' },
      ],
    });
    expect(status['addresses']).toEqual([{ type: 'Hostname', address: 'a' }]);
    expect(issues).toEqual([]);
  });

  it('keeps Paused, by which a hand-over is proved, and the times of conditions that do not change', () => {
    const paused = { type: 'Paused', status: 'True', reason: 'Paused', lastTransitionTime: before };
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: before };
    const { status } = convert(
      { providerStatus: { instanceState: 'running' } },
      { status: { conditions: [paused, ready] } },
    );
    expect(status['conditions']).toEqual([
      { type: 'InstanceReady', status: 'True', lastTransitionTime: now },
      paused,
      ready,
    ]);
  });

  it('loses a failure of earlier days, which would stop its controller for good', () => {
    expect(convert({}, { status: { failureReason: 'CreateError' } }).status).not.toHaveProperty('failureReason');
  });

  it('refuses values of the wrong type, by their path', () => {
    const { issues } = convert({ providerStatus: { instanceState: 5, conditions: 'x', newer: 1 } });
    expect(issues).toMatchObject([
      { severity: 'error', code: 'InvalidType', object: 'self', path: 'status.providerStatus.instanceState' },
      { severity: 'info', code: 'UnknownField', object: 'self', path: 'status.providerStatus.newer' },
    ]);
  });
});

describe('a provider status from an infra machine', () => {
  const convert = (status: JsonObject, target?: unknown, spec: JsonObject = {}) =>
    providerStatusToMachineApi(awsStatus, { spec, status }, target, { now });

  it('has the instance and its state', () => {
    const { status, issues } = convert({ instanceState: 'running', ready: true }, undefined, { instanceID: 'i-1' });
    expect(issues).toEqual([]);
    expect(status).toEqual({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AWSMachineProviderStatus',
      instanceId: 'i-1',
      instanceState: 'running',
      conditions: [
        {
          type: 'MachineCreation',
          status: 'True',
          reason: 'MachineCreationSucceeded',
          message: 'Machine successfully created',
          lastTransitionTime: now,
        },
      ],
    });
  });

  it('keeps the time of a condition that does not change', () => {
    const first = convert({ instanceState: 'pending' }).status;
    const { status } = providerStatusToMachineApi(
      awsStatus,
      { status: { instanceState: 'stopped' } },
      { status: { providerStatus: first } },
      { now: '2027-01-01T00:00:00Z' },
    );
    expect(status['conditions']).toEqual(first['conditions']);
  });

  it('names the infra machine in what it reports', () => {
    expect(convert({ instanceState: 5 }).issues).toMatchObject([
      { object: 'infra', path: 'status.instanceState', code: 'InvalidType' },
    ]);
  });
});
