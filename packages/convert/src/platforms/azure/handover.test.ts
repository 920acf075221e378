import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { type HandoverSubject, handoverFindings } from '../../handover/handover.ts';
import { provider } from '../../testing/azure.ts';
import { azureHandover } from './handover.ts';

const running = { kind: 'Machine', target: 'cluster-api', isRunning: true } as const;
const set = { kind: 'MachineSet', target: 'cluster-api', isRunning: false } as const;
const namesOf = (subject: Omit<HandoverSubject, 'provider'>, value: JsonObject) =>
  handoverFindings(azureHandover, { ...subject, provider: value }).map(({ fact, at }) => [fact.name, ...at].join(' '));

it('a plain running machine needs its provider id, without which CAPZ would make a second one, and keeps its tags', () => {
  expect(namesOf(running, provider())).toEqual(['provider-id-known', 'tags-not-updated']);
  expect(namesOf({ ...running, target: 'machine-api' }, provider())).toEqual([]);
  expect(namesOf(set, provider())).toEqual([]);
});

it('a machine with an identity is taken for broken where its id is spelled otherwise', () => {
  expect(namesOf(running, provider({ managedIdentity: 'worker' }))).toContain('identity-spelling managedIdentity');
  expect(namesOf({ ...running, target: 'machine-api' }, provider({ managedIdentity: 'worker' }))).toEqual([]);
});

it('a machine with a public address leaves it behind, whichever way it goes', () => {
  expect(namesOf(running, provider({ publicIP: true }))).toContain('public-address-left publicIP');
  const back = { ...running, target: 'machine-api' } as const;
  expect(namesOf(back, provider({ publicIP: true }))).toEqual(['public-address-of-capz-left publicIP']);
});

it('user data of a secret that OpenShift does not copy has to be copied', () => {
  expect(namesOf(set, provider({ userDataSecret: { name: 'gpu-user-data' } }))).toEqual([
    'user-data-copied userDataSecret.name'.replace('.', ' '),
  ]);
});

it('a new control plane machine is outside the API server’s load balancers without its label', () => {
  const machine = { ...running, isRunning: false };
  expect(namesOf(machine, provider({ internalLoadBalancer: 'x' }))).toContain(
    'control-plane-label internalLoadBalancer',
  );
  expect(namesOf(running, provider({ internalLoadBalancer: 'x' }))).not.toContain(
    'control-plane-label internalLoadBalancer',
  );
});

it('machines without a zone are in different availability sets afterwards, but for spot machines', () => {
  expect(namesOf(set, provider({ zone: '' }))).toEqual(['availability-set zone']);
  expect(namesOf(running, provider({ zone: undefined }))).toContain('availability-set-left zone');
  expect(namesOf(set, provider({ zone: undefined, spotVMOptions: {} }))).toEqual([]);
});

it('is not proven, so migration wants an acknowledgement', () => {
  expect(azureHandover.evidence).toBe('unproven');
});
