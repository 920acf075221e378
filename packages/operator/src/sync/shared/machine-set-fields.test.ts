import type { KubeObject } from '@capstan/kube';
import { expect, it } from 'vitest';
import { keepFields, machineSetFieldsOf } from './machine-set-fields.ts';

const entry = (manager: string, fieldsV1: object, subresource?: string) => ({
  manager,
  operation: 'Apply',
  fieldsV1,
  subresource,
});
const machine = (...managedFields: object[]): KubeObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Machine',
  metadata: { name: 'a', managedFields },
  spec: {},
});
const fieldsV1 = {
  'f:metadata': { 'f:labels': { 'f:a': {} }, 'f:annotations': { 'f:n': {} } },
  'f:spec': {
    'f:deletion': { 'f:nodeDrainTimeoutSeconds': {} },
    'f:taints': { 'k:{"key":"x"}': { '.': {}, 'f:key': {} } },
  },
};

it("what Cluster API's MachineSet controller owns is read down to its leaves, lists whole, and its statuses are not meant", () => {
  const fields = machineSetFieldsOf(
    machine(
      entry('capi-machineset', fieldsV1),
      entry('kubectl', { 'f:spec': { 'f:version': {} } }),
      entry('capi-machineset', { 'f:spec': { 'f:version': {} } }, 'status'),
    ),
  );
  expect([...fields.labels, ...fields.annotations]).toEqual(['a', 'n']);
  expect(fields.spec).toEqual([['deletion', 'nodeDrainTimeoutSeconds'], ['taints']]);
});

it('kept fields have the values that are there; what is not there is not made up', () => {
  const desired = { deletion: { nodeDeletionTimeoutSeconds: 10 }, version: 'a' };
  const existing = { deletion: { nodeDrainTimeoutSeconds: 30, nodeDeletionTimeoutSeconds: 5 }, version: 'b' };
  expect(
    keepFields(desired, existing, [['deletion', 'nodeDrainTimeoutSeconds'], ['taints'], ['no', 'such']]),
  ).toMatchObject({
    deletion: { nodeDeletionTimeoutSeconds: 10, nodeDrainTimeoutSeconds: 30 },
    version: 'a',
  });
  expect(keepFields(desired, existing, [])).toBe(desired);
});
