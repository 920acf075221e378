import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { machineStatusToMachineApi } from './machine-to-machine-api.ts';

const now = '2026-03-01T09:30:00Z';
const before = '2026-01-01T00:00:00Z';
const convert = (status: JsonObject, target?: unknown) =>
  machineStatusToMachineApi(
    { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: {}, spec: {}, status },
    target,
    { now },
  );

it('gives Machine API what Cluster API says', () => {
  const addresses = [{ type: 'ExternalDNS', address: 'a.example.com' }];
  const { status, issues } = convert({
    phase: 'Running',
    nodeRef: { name: 'ip-10-0-1-7' },
    lastUpdated: before,
    addresses,
    initialization: { infrastructureProvisioned: true },
    conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', message: '', lastTransitionTime: before }],
    deprecated: { v1beta1: { failureReason: 'CreateError', failureMessage: 'quota' } },
  });
  expect(issues).toEqual([]);
  expect(status).toEqual({
    phase: 'Running',
    nodeRef: { apiVersion: 'v1', kind: 'Node', name: 'ip-10-0-1-7' },
    lastUpdated: before,
    addresses,
    errorReason: 'CreateError',
    errorMessage: 'quota',
  });
});

it.each([
  ['Pending', undefined],
  ['Provisioning', 'Provisioning'],
  ['Provisioned', 'Provisioned'],
  ['Running', 'Running'],
  ['Updating', 'Running'],
  ['Deleting', 'Deleting'],
  ['Deleted', 'Deleting'],
  ['Failed', 'Failed'],
  ['Unknown', undefined],
  ['', undefined],
])('has for the phase %j: %j', (phase, wanted) => {
  const { status, issues } = convert({ phase });
  expect(status['phase']).toBe(wanted);
  expect(issues).toEqual([]);
});

it('has no phase for one that it does not know, with a warning', () => {
  const { status, issues } = convert({ phase: 'Hibernating' });
  expect(status).not.toHaveProperty('phase');
  expect(issues).toMatchObject([{ severity: 'warning', code: 'InvalidValue', path: 'status.phase' }]);
});

it('refuses an address of an unknown type, by its own path', () => {
  const { issues } = convert({ addresses: [{ type: 'Carrier', address: 'pigeon' }] });
  expect(issues).toMatchObject([{ severity: 'error', code: 'InvalidValue', path: 'status.addresses[0].type' }]);
});

describe('the target as it is', () => {
  const condition = (type: string) => ({
    type,
    status: 'False',
    severity: 'Warning',
    reason: 'R',
    message: 'm',
    lastTransitionTime: before,
  });

  it('keeps its conditions, which Machine API or the operator owns', () => {
    const conditions = ['Drained', 'InstanceExists', 'MachineCreated', 'Paused', 'Synchronized'].map(condition);
    expect(convert({ phase: 'Running' }, { status: { conditions } }).status['conditions']).toEqual(conditions);
  });

  it('keeps what the operator and its controller wrote', () => {
    const own = {
      authoritativeAPI: 'ClusterAPI',
      synchronizedAPI: 'ClusterAPI',
      synchronizedGeneration: 7,
      lastOperation: { type: 'Create', state: 'Successful', lastUpdated: before },
      providerStatus: { instanceId: 'i-1' },
    };
    expect(convert({}, { status: own }).status).toEqual(own);
  });

  it('keeps the uid of the Node while its name is the same', () => {
    const target = { status: { nodeRef: { kind: 'Node', name: 'a', uid: '3f0c', resourceVersion: '9' } } };
    expect(convert({ nodeRef: { name: 'a' } }, target).status['nodeRef']).toEqual({
      apiVersion: 'v1',
      kind: 'Node',
      name: 'a',
      uid: '3f0c',
    });
    expect(convert({ nodeRef: { name: 'b' } }, target).status['nodeRef']).toEqual({
      apiVersion: 'v1',
      kind: 'Node',
      name: 'b',
    });
  });

  it('loses what Cluster API no longer says', () => {
    const target = {
      status: { phase: 'Failed', errorReason: 'CreateError', errorMessage: 'quota', nodeRef: { name: 'a' } },
    };
    expect(convert({ phase: 'Provisioning' }, target).status).toEqual({ phase: 'Provisioning' });
  });
});
