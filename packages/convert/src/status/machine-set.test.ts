import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { machineSetStatusToClusterApi } from './machine-set-to-cluster-api.ts';
import { machineSetStatusToMachineApi } from './machine-set-to-machine-api.ts';

const now = '2026-03-01T09:30:00Z';
const before = '2026-01-01T00:00:00Z';

describe('a Machine API MachineSet to Cluster API', () => {
  const convert = (spec: JsonObject, status: JsonObject, target?: unknown, metadata: JsonObject = {}) =>
    machineSetStatusToClusterApi(
      { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', metadata, spec, status },
      target,
      { now },
    );
  const trueTypes = (list: unknown) =>
    (list as JsonObject[]).filter(({ status }) => status === 'True').map(({ type }) => type);
  const reasons = (status: JsonObject) =>
    Object.fromEntries((status['conditions'] as JsonObject[]).map(({ type, reason }) => [type, reason]));

  it('writes the counters in both forms, 0 too', () => {
    const { status, issues } = convert({ replicas: 3 }, { replicas: 3, readyReplicas: 2, fullyLabeledReplicas: 3 });
    expect(issues).toEqual([]);
    expect(status).toMatchObject({
      replicas: 3,
      readyReplicas: 2,
      availableReplicas: 0,
      upToDateReplicas: 0,
      deprecated: { v1beta1: { readyReplicas: 2, availableReplicas: 0, fullyLabeledReplicas: 3 } },
    });
  });

  it('says that a settled set is settled', () => {
    const { status } = convert(
      { replicas: 2 },
      { replicas: 2, readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2 },
    );
    expect(reasons(status)).toEqual({
      Deleting: 'NotDeleting',
      MachinesReady: 'Ready',
      MachinesUpToDate: 'UpToDate',
      ScalingDown: 'NotScalingDown',
      ScalingUp: 'NotScalingUp',
    });
    expect(trueTypes(status['conditions'])).toEqual(['MachinesReady', 'MachinesUpToDate']);
    const { conditions } = (status['deprecated'] as { v1beta1: JsonObject }).v1beta1;
    expect(trueTypes(conditions)).toEqual(['MachinesCreated', 'MachinesReady', 'Ready', 'Resized']);
  });

  it('says that a set is scaled up', () => {
    const { status } = convert({ replicas: 3 }, { replicas: 1, readyReplicas: 1, fullyLabeledReplicas: 1 });
    expect(reasons(status)).toMatchObject({
      ScalingUp: 'ScalingUp',
      MachinesReady: 'NotReady',
      MachinesUpToDate: 'NotUpToDate',
    });
    expect(trueTypes(status['conditions'])).toEqual(['ScalingUp']);
    const { conditions } = (status['deprecated'] as { v1beta1: JsonObject }).v1beta1;
    const resizing = {
      status: 'False',
      severity: 'Info',
      reason: 'ScalingUp',
      message: '1 of 3 machines exist',
      lastTransitionTime: now,
    };
    expect(conditions).toEqual([
      { type: 'MachinesCreated', ...resizing },
      { type: 'MachinesReady', ...resizing, reason: 'WaitingForReplicasReady', message: '1 of 3 machines are ready' },
      { type: 'Ready', ...resizing },
      { type: 'Resized', ...resizing },
    ]);
  });

  it('says that a set is scaled down', () => {
    const { status } = convert({ replicas: 1 }, { replicas: 3, readyReplicas: 3, fullyLabeledReplicas: 3 });
    expect(status['conditions']).toContainEqual({
      type: 'ScalingDown',
      status: 'True',
      reason: 'ScalingDown',
      message: 'Scaling down from 3 to 1 replicas',
      lastTransitionTime: now,
    });
  });

  it('takes a set without spec.replicas for one of 1, as the CRD does', () => {
    expect(
      trueTypes(convert({}, { replicas: 1, readyReplicas: 1, fullyLabeledReplicas: 1 }).status['conditions']),
    ).toEqual(['MachinesReady', 'MachinesUpToDate']);
  });

  it('has nothing that is not ready in a set of 0', () => {
    expect(reasons(convert({ replicas: 0 }, {}).status)).toMatchObject({
      MachinesReady: 'NoReplicas',
      MachinesUpToDate: 'NoReplicas',
    });
  });

  it('takes a set that is being deleted for one on its way to 0, as Cluster API does', () => {
    const { status } = convert({ replicas: 3 }, { replicas: 2 }, undefined, { deletionTimestamp: before });
    expect(trueTypes(status['conditions'])).toEqual(['Deleting', 'ScalingDown']);
  });

  it('keeps observedGeneration and the conditions of others, and writes its own over those that are there', () => {
    const paused = { type: 'Paused', status: 'True', reason: 'Paused', message: '', lastTransitionTime: before };
    const target = {
      status: { observedGeneration: 2, conditions: [paused, { ...paused, type: 'ScalingUp', reason: 'ScalingUp' }] },
    };
    const { status } = convert({ replicas: 1 }, { replicas: 1 }, target);
    expect(status['observedGeneration']).toBe(2);
    expect(status['conditions']).toContainEqual(paused);
    expect(status['conditions']).toContainEqual({
      type: 'ScalingUp',
      status: 'False',
      reason: 'NotScalingUp',
      message: '',
      lastTransitionTime: now,
    });
  });

  it('takes errors over as failures', () => {
    const { status } = convert({}, { errorReason: 'InvalidConfiguration', errorMessage: 'no such template' });
    expect(status['deprecated']).toMatchObject({
      v1beta1: { failureReason: 'InvalidConfiguration', failureMessage: 'no such template' },
    });
  });
});

describe('a Cluster API MachineSet to Machine API', () => {
  const convert = (status: JsonObject, target?: unknown) =>
    machineSetStatusToMachineApi(
      { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', metadata: {}, spec: {}, status },
      target,
      { now },
    );

  it('reads the v1beta2 counters', () => {
    const { status, issues } = convert({
      replicas: 3,
      readyReplicas: 2,
      availableReplicas: 1,
      deprecated: { v1beta1: { readyReplicas: 9, availableReplicas: 9, fullyLabeledReplicas: 3 } },
    });
    expect(issues).toEqual([]);
    expect(status).toEqual({ replicas: 3, readyReplicas: 2, availableReplicas: 1, fullyLabeledReplicas: 3 });
  });

  it('reads the deprecated ones where there are no others', () => {
    const { status } = convert({ replicas: 3, deprecated: { v1beta1: { readyReplicas: 2, availableReplicas: 1 } } });
    expect(status).toEqual({ replicas: 3, readyReplicas: 2, availableReplicas: 1 });
  });

  it('takes a v1beta2 counter of 0 at its word', () => {
    expect(convert({ readyReplicas: 0, deprecated: { v1beta1: { readyReplicas: 2 } } }).status['readyReplicas']).toBe(
      0,
    );
  });

  it('counts 0 before any controller has counted', () => {
    expect(convert({}).status).toEqual({ replicas: 0, readyReplicas: 0, availableReplicas: 0 });
  });

  it('keeps what belongs to the operator and to Machine API', () => {
    const own = {
      authoritativeAPI: 'Migrating',
      synchronizedAPI: 'MachineAPI',
      synchronizedGeneration: 5,
      observedGeneration: 3,
      conditions: [
        {
          type: 'Synchronized',
          status: 'True',
          reason: 'ResourceSynchronized',
          message: 'm',
          lastTransitionTime: before,
        },
      ],
    };
    expect(convert({}, { status: own }).status).toMatchObject(own);
  });
});
