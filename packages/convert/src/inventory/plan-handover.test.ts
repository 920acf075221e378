import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { Handover } from '../handover/handover.ts';
import { mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { handoverOf } from './plan-handover.ts';

const handover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'addresses',
      effect: 'blocks',
      of: 'running',
      cause: (value) => (value['publicIp'] === true ? ['publicIp'] : undefined),
      message: 'would get a second address',
      hint: 'Keep it.',
    },
    { name: 'everything', effect: 'loses', of: 'both', message: 'm', hint: 'h' },
  ],
};
const running = (changes: JsonObject = {}) =>
  mapiMachine(provider({ publicIp: true }), { providerID: 'aws:///a/i-1', ...changes });

const ask = (object: JsonObject, target: 'cluster-api' | 'machine-api' = 'cluster-api') =>
  handoverOf(object, object, undefined, target, { handover, infra: {} });

describe('handing over one object', () => {
  it('is an error at the field that forbids it, in the object as the user wrote it', () => {
    expect(ask(running()).issues).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'HandoverBlocked',
        path: 'spec.providerSpec.value.publicIp',
        message: 'would get a second address',
        hint: 'Keep it.',
      }),
    ]);
  });

  it('points at the spec of a Cluster API object, which has no provider spec', () => {
    const machine = { kind: 'Machine', spec: { providerID: 'aws:///a/i-1' } };
    const { issues } = handoverOf(machine, running(), undefined, 'machine-api', { handover, infra: {} });
    expect(issues.map(({ path }) => path)).toEqual(['spec']);
  });

  it('is not forbidden for what has no instance yet', () => {
    expect(ask(mapiMachine(provider({ publicIp: true }))).issues).toEqual([]);
    expect(ask(mapiSet(provider({ publicIp: true }))).issues).toEqual([]);
  });

  it('is for a Machine that is being made, before its provider id is known', () => {
    const making = { ...mapiMachine(provider({ publicIp: true })), status: { phase: 'Provisioning' } };
    expect(ask(making).issues).toHaveLength(1);
  });

  it('is for a Cluster API machine whose infra machine alone knows the instance', () => {
    const machine = { kind: 'Machine', spec: {} };
    const infra = { spec: { providerID: 'aws:///a/i-1' } };
    const { issues } = handoverOf(machine, running(), infra, 'machine-api', { handover, infra: {} });
    expect(issues).toHaveLength(1);
  });

  it('finds what is lost without making it an error', () => {
    const { findings, issues } = ask(mapiSet());
    expect(findings.map(({ fact }) => fact.name)).toEqual(['no-drain-without-control-plane', 'everything']);
    expect(issues).toEqual([]);
  });
});
