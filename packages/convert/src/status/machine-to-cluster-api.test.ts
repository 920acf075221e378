import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { machineStatusToClusterApi } from './machine-to-cluster-api.ts';

const now = '2026-03-01T09:30:00Z';
const before = '2026-01-01T00:00:00Z';
const machine = (status: JsonObject, metadata: JsonObject = {}) => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'Machine',
  metadata: { name: 'worker-a', ...metadata },
  spec: {},
  status,
});
const convert = (status: JsonObject, target?: unknown, metadata?: JsonObject) =>
  machineStatusToClusterApi(machine(status, metadata), target, { now });

describe('a running machine', () => {
  const running = {
    phase: 'Running',
    nodeRef: { apiVersion: 'v1', kind: 'Node', name: 'ip-10-0-1-7', uid: '3f0c' },
    lastUpdated: '2026-02-28T10:00:00Z',
    addresses: [
      { type: 'InternalIP', address: '10.0.1.7' },
      { type: 'InternalDNS', address: 'ip-10-0-1-7.ec2.internal' },
    ],
    conditions: [{ type: 'InstanceExists', status: 'True', lastTransitionTime: before }],
  };

  it('is one in Cluster API too', () => {
    const { status, issues } = convert(running);
    expect(issues).toEqual([]);
    const yes = { status: 'True', message: '', lastTransitionTime: now };
    expect(status).toEqual({
      phase: 'Running',
      nodeRef: { name: 'ip-10-0-1-7' },
      lastUpdated: '2026-02-28T10:00:00Z',
      addresses: running.addresses,
      initialization: { infrastructureProvisioned: true, bootstrapDataSecretCreated: true },
      conditions: [
        { type: 'Available', reason: 'Available', ...yes },
        { type: 'BootstrapConfigReady', reason: 'Ready', ...yes },
        { type: 'Deleting', status: 'False', reason: 'NotDeleting', message: '', lastTransitionTime: now },
        { type: 'InfrastructureReady', reason: 'Ready', ...yes },
        { type: 'NodeReady', reason: 'NodeReady', ...yes },
        { type: 'Ready', reason: 'Ready', ...yes },
      ],
      deprecated: {
        v1beta1: {
          conditions: ['BootstrapReady', 'InfrastructureReady', 'Ready'].map((type) => ({
            type,
            status: 'True',
            lastTransitionTime: now,
          })),
        },
      },
    });
  });
});

it.each([
  // phase, what is True, initialization
  ['Provisioning', [], { infrastructureProvisioned: false, bootstrapDataSecretCreated: false }],
  ['Provisioned', ['InfrastructureReady'], { infrastructureProvisioned: true, bootstrapDataSecretCreated: false }],
  ['Failed', [], { infrastructureProvisioned: false, bootstrapDataSecretCreated: false }],
  [
    'Deleting',
    ['BootstrapConfigReady', 'InfrastructureReady', 'NodeReady'],
    { infrastructureProvisioned: true, bootstrapDataSecretCreated: true },
  ],
  [undefined, [], undefined],
])('derives conditions from the phase %s', (phase, wanted, initialization) => {
  const { status } = convert({ ...(phase !== undefined && { phase }), nodeRef: { name: 'n' } });
  const conditions = status['conditions'] as JsonObject[];
  expect(conditions.filter((condition) => condition['status'] === 'True').map(({ type }) => type)).toEqual(wanted);
  expect(status['phase']).toBe(phase);
  expect(status['initialization']).toEqual(initialization);
});

it('says why in the deprecated conditions, and how bad it is', () => {
  const { status } = convert({ phase: 'Provisioned' });
  const message = 'Machine API reports phase Provisioned';
  expect(status['deprecated']).toEqual({
    v1beta1: {
      conditions: [
        {
          type: 'BootstrapReady',
          status: 'False',
          severity: 'Info',
          reason: 'WaitingForDataSecret',
          message,
          lastTransitionTime: now,
        },
        { type: 'InfrastructureReady', status: 'True', lastTransitionTime: now },
        {
          type: 'Ready',
          status: 'False',
          severity: 'Error',
          reason: 'WaitingForDataSecret',
          message,
          lastTransitionTime: now,
        },
      ],
    },
  });
});

it('says that a machine is being deleted', () => {
  const { status } = convert({ phase: 'Deleting' }, undefined, { deletionTimestamp: before });
  expect(status['conditions']).toContainEqual({
    type: 'Deleting',
    status: 'True',
    reason: 'Deleting',
    message: '',
    lastTransitionTime: now,
  });
});

it('takes errors over as failures', () => {
  const { status } = convert({ errorReason: 'JoinClusterTimeoutError', errorMessage: 'no Node in 20 min' });
  expect(status['deprecated']).toMatchObject({
    v1beta1: { failureReason: 'JoinClusterTimeoutError', failureMessage: 'no Node in 20 min' },
  });
});

it('cuts an error message that Cluster API cannot hold, with a warning', () => {
  const { status, issues } = convert({ errorMessage: `${'a'.repeat(10_239)}😀b` });
  expect(status['deprecated']).toMatchObject({ v1beta1: { failureMessage: 'a'.repeat(10_239) } });
  expect(issues).toMatchObject([{ severity: 'warning', code: 'InvalidValue', path: 'status.errorMessage' }]);
});

it('tells no addresses from an empty list of them', () => {
  expect(convert({ addresses: [] }).status['addresses']).toEqual([]);
  expect(convert({}).status).not.toHaveProperty('addresses');
});

it('refuses an address of an unknown type, by its own path', () => {
  const addresses = [
    { type: 'InternalIP', address: '10.0.0.1' },
    { type: 'Carrier', address: 'pigeon' },
  ];
  const { status, issues } = convert({ addresses });
  expect(issues).toMatchObject([
    { severity: 'error', code: 'InvalidValue', path: 'status.addresses[1].type', value: 'Carrier' },
  ]);
  expect(status).not.toHaveProperty('addresses');
});

it('writes Unknown, with a warning, for a phase that Cluster API 1.11 does not have', () => {
  for (const phase of ['Updating', 'Hibernating']) {
    const { status, issues } = convert({ phase });
    expect(status['phase']).toBe('Unknown');
    expect(issues).toMatchObject([{ severity: 'warning', code: 'InvalidValue', path: 'status.phase', value: phase }]);
  }
});

it("keeps what belongs to Cluster API's controllers, and leaves out what they would have to keep up to date", () => {
  const paused = { type: 'Paused', status: 'True', reason: 'Paused', message: '', lastTransitionTime: before };
  const upToDate = { ...paused, type: 'UpToDate', reason: 'UpToDate' };
  const target = {
    status: {
      observedGeneration: 4,
      nodeInfo: { kubeletVersion: 'v1.33.0' },
      certificatesExpiryDate: before,
      deletion: { nodeDrainStartTime: before },
      conditions: [paused, upToDate, { ...paused, type: 'Ready', reason: 'Ready' }],
    },
  };
  const { status } = convert({ phase: 'Running' }, target);
  expect(status['observedGeneration']).toBe(4);
  expect(status['conditions']).toContainEqual(paused);
  expect(status['conditions']).toContainEqual(upToDate);
  expect(status['conditions']).toContainEqual({
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: '',
    lastTransitionTime: before,
  });
  for (const field of ['nodeInfo', 'certificatesExpiryDate', 'deletion']) expect(status).not.toHaveProperty(field);
});

it('refuses values of the wrong type, each by its path', () => {
  const { issues } = convert({ phase: 5, nodeRef: [], lastUpdated: 'yesterday', errorReason: {} });
  expect(issues.map(({ code, path }) => [code, path])).toEqual([
    ['InvalidType', 'status.errorReason'],
    ['InvalidValue', 'status.lastUpdated'],
    ['InvalidType', 'status.nodeRef'],
    ['InvalidType', 'status.phase'],
  ]);
});

it('lets what a newer controller reports pass, and says so', () => {
  const { issues } = convert({ phase: 'Running', energyLabel: 'A' });
  expect(issues).toMatchObject([{ severity: 'info', code: 'UnknownField', path: 'status.energyLabel' }]);
});

it.each([undefined, null, [], 'x', {}, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine' }])(
  'refuses what is no Machine API Machine: %j',
  (object) => {
    const { issues } = machineStatusToClusterApi(object, undefined, { now });
    expect(issues).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'WrongKind', path: 'apiVersion' }),
    );
  },
);
