import type { KubeObject } from '@capstan/kube';
import { expect, it } from 'vitest';
import { keepManagers } from './keep-managers.ts';

const entry = (manager: string, fieldsV1: object, subresource?: string) => ({
  manager,
  operation: 'Update',
  time: '2026-11-25T10:00:00Z',
  fieldsV1,
  ...(subresource !== undefined && { subresource }),
});
const machine = (wanted: string, acknowledged: string, ...managedFields: object[]): KubeObject => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'Machine',
  metadata: { name: 'a', managedFields },
  spec: { authoritativeAPI: wanted },
  status: { authoritativeAPI: acknowledged },
});
const user = entry('oc', { 'f:spec': { 'f:authoritativeAPI': {}, 'f:taints': {} } });
const status = entry('capstan', { 'f:status': { 'f:authoritativeAPI': {}, 'f:phase': {} } }, 'status');
const capi = entry('capi-machineset-metadata', { 'f:metadata': { 'f:labels': { 'f:a': {} } } });

it('of who wrote what only the one writer is kept that sync must know, while an object is at rest', () => {
  expect(keepManagers(machine('MachineAPI', 'MachineAPI', user, status, capi)).metadata['managedFields']).toEqual([
    capi,
  ]);
  expect(keepManagers(machine('MachineAPI', 'MachineAPI', user)).metadata).not.toHaveProperty('managedFields');
  expect(keepManagers(machine('MachineAPI', '', user)).metadata).not.toHaveProperty('managedFields');
});

it('who asked for a migration is kept while it has not begun, without what else they wrote', () => {
  const kept = keepManagers(machine('ClusterAPI', 'MachineAPI', user, status)).metadata['managedFields'];
  expect(kept).toEqual([entry('oc', { 'f:spec': { 'f:authoritativeAPI': {} } })]);
});

it('who made an object Migrating is kept while it is', () => {
  const kept = keepManagers(machine('ClusterAPI', 'Migrating', user, status)).metadata['managedFields'];
  expect(kept).toEqual([entry('capstan', { 'f:status': { 'f:authoritativeAPI': {} } }, 'status')]);
});
