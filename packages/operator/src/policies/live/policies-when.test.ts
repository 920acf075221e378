import { platforms } from '@capstan/convert';
import { expect, test } from 'vitest';
import type { IdleReason, Standing } from '../../standing/standing.ts';
import { policiesWhen } from './policies-when.ts';

const idle = (reason: IdleReason): Standing => ({ act: false, reason, message: `because of ${reason}`, hint: '' });

test.each<IdleReason>([
  'FeatureGateOff',
  'FeatureGateNotListed',
  'PlatformFeatureGateOff',
  'PlatformExcluded',
  'AuthoritativeAPINotInSchema',
])('%s: no lock is left, since nobody would be there who unlocks, and it is said why', (reason) => {
  expect(policiesWhen(idle(reason))).toEqual({ kind: 'remove', why: `because of ${reason}` });
});

test.each<IdleReason>([
  'NamespaceMissing',
  'InfrastructureMissing',
  'InfrastructureNameMissing',
  'PlatformUnsupported',
  'MachineAPINotServed',
  'ClusterAPINotServed',
  'WriteRefused',
])('%s: a trouble that passes takes no lock away, since pairs are there', (reason) => {
  expect(policiesWhen(idle(reason))).toEqual({ kind: 'keep' });
});

test('who acts has policies, also while what is Migrating is still finished after the gate has gone off', () => {
  const [platform] = platforms;
  if (platform === undefined) return expect.fail('there are platforms');
  const acting = {
    act: true,
    platform,
    clusterName: 'c',
    holdsSynchronizedApi: true,
    hasAutoscalers: true,
    isOverridden: false,
  } as const;
  expect(policiesWhen(acting)).toEqual({ kind: 'apply' });
  const note = { reason: 'FeatureGateOff', message: '', hint: '' } as const;
  expect(policiesWhen({ ...acting, note })).toEqual({ kind: 'apply' });
});
