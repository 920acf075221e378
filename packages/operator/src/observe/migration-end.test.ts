import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import type { Write } from '../engine/decision.ts';
import { backStep, beginStep, switchStep } from '../migration/shared/writes.ts';
import { migrationEndOf } from './migration-end.ts';

const now = '2026-11-25T12:00:30Z';

const migrating = (synchronizedAPI: string, managedFields: object[] = [noted]): KubeObject => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'MachineSet',
  metadata: { name: 'workers', managedFields },
  spec: { authoritativeAPI: 'ClusterAPI' },
  status: { authoritativeAPI: 'Migrating', synchronizedAPI },
});
const noted = {
  manager: 'MachineSetMigrationController',
  subresource: 'status',
  time: '2026-11-25T12:00:00Z',
  fieldsV1: { 'f:status': { 'f:authoritativeAPI': {} } },
};
const endOf = (before: KubeObject, write: Write) => migrationEndOf(before, write, Date.parse(now));

test('the write that gives authority to the other API completes a migration, after the seconds since it began', () => {
  const before = migrating('MachineAPI');
  expect(endOf(before, switchStep(before, 'ClusterAPI', now).write)).toEqual({
    kind: 'MachineSet',
    direction: 'to-cluster-api',
    result: 'completed',
    seconds: 30,
  });
});

test('the write that gives authority back cancels one, whose direction is where it was to go', () => {
  const before = migrating('ClusterAPI');
  expect(endOf(before, backStep(before, 'ClusterAPI', 'cancelled').write)).toMatchObject({
    direction: 'to-machine-api',
    result: 'cancelled',
  });
});

test('nobody knows how long a migration took whose beginning was not noted', () => {
  const before = migrating('MachineAPI', []);
  expect(endOf(before, switchStep(before, 'ClusterAPI', now).write)).toMatchObject({ seconds: undefined });
});

test('no other write is an end', () => {
  const before = migrating('MachineAPI');
  const rest = { ...before, status: { authoritativeAPI: 'MachineAPI' } };
  expect(endOf(rest, beginStep(rest, { from: 'MachineAPI', to: 'ClusterAPI' }, true, {}).write)).toBeUndefined();
  expect(
    endOf(before, { verb: 'patch', of: before, patch: { status: { replicas: 1 } }, subresource: 'status' }),
  ).toBeUndefined();
  expect(endOf(before, { verb: 'patch', of: before, patch: { metadata: { annotations: {} } } })).toBeUndefined();
});
