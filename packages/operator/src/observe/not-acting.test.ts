import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { notActing } from './not-acting.ts';

const now = Date.parse('2026-11-25T12:00:00Z');

const paused = (status: 'True' | 'False', at: string) => ({ type: 'Paused', status, lastTransitionTime: at });
const synchronized = { type: 'Synchronized', status: 'True', lastTransitionTime: '2026-11-25T11:50:00Z' };
const object = (conditions: object[], authoritativeAPI?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Machine',
  metadata: { name: 'worker-a' },
  status: { conditions, ...(authoritativeAPI !== undefined && { authoritativeAPI }) },
});
const acts = object([paused('False', '2026-11-25T11:50:05Z')]);

test('after a migration the controllers that have not taken over are told of, since it ended', () => {
  const mapi = object([synchronized], 'ClusterAPI');
  const silent = object([paused('True', '2026-11-25T11:49:00Z')]);
  expect(notActing(mapi, [acts, silent], now)).toEqual({ authority: 'ClusterAPI', seconds: 600 });
  expect(notActing(mapi, [acts, object([])], now)).toEqual({ authority: 'ClusterAPI', seconds: 600 });
  expect(notActing(mapi, [acts, acts], now)).toBeUndefined();
});

test('where Machine API has the authority its own half says whether it acts', () => {
  const stopped = object([synchronized, paused('True', '2026-11-25T11:58:00Z')], 'MachineAPI');
  expect(notActing(stopped, [], now)).toEqual({ authority: 'MachineAPI', seconds: 120 });
  const active = object([synchronized, paused('False', '2026-11-25T11:58:00Z')], 'MachineAPI');
  expect(notActing(active, [object([])], now)).toBeUndefined();
});

test.each([
  ['a new object', object([], 'MachineAPI')],
  ['one that is changing hands', object([synchronized], 'Migrating')],
])('%s is nobody yet', (_what, mapi) => {
  expect(notActing(mapi, [], now)).toBeUndefined();
});
