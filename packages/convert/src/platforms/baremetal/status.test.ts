import { describe, expect, it } from 'vitest';
import { infraStatusToClusterApi, providerStatusToMachineApi } from '../../status/infra.ts';
import { bareMetalStatus } from './status.ts';

const now = '2026-03-01T09:30:00Z';
const convert = (status: { phase?: string }, target?: unknown) =>
  infraStatusToClusterApi(bareMetalStatus, { status }, target, { now });

describe('Metal3Machine.status', () => {
  it.each(['Provisioned', 'Running', 'Deleting'])(
    'is ready while the Machine is %s, on which the rest of Cluster API waits',
    (phase) => {
      expect(convert({ phase })).toEqual({
        issues: [],
        status: {
          ready: true,
          conditions: [
            { type: 'AssociateBMH', status: 'True', lastTransitionTime: now },
            { type: 'Ready', status: 'True', lastTransitionTime: now },
          ],
        },
      });
    },
  );

  it.each(['Provisioning', 'Failed', undefined])('is not ready while the phase is %s', (phase) => {
    const { status } = convert(phase === undefined ? {} : { phase });
    const message = `The Machine API Machine is ${phase ?? 'in no phase yet'}`;
    expect(status).toEqual({
      ready: false,
      conditions: ['AssociateBMH', 'Ready'].map((type) => ({
        type,
        status: 'Unknown',
        message,
        lastTransitionTime: now,
      })),
    });
  });

  it('keeps Paused, by which it is proved that CAPM3 has seen the mirror', () => {
    const paused = { type: 'Paused', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    expect(convert({ phase: 'Running' }, { status: { conditions: [paused] } }).status['conditions']).toContainEqual(
      paused,
    );
  });

  it('has the addresses of the Machine', () => {
    const addresses = [{ type: 'InternalIP', address: '192.0.2.41' }];
    const machine = { status: { phase: 'Running', addresses } };
    expect(infraStatusToClusterApi(bareMetalStatus, machine, undefined, { now }).status).toMatchObject({ addresses });
  });
});

it('there is no provider status on bare metal, whatever the Metal3Machine says', () => {
  const infra = { status: { ready: true, userData: { name: 'a' }, phase: 'x' } };
  expect(providerStatusToMachineApi(bareMetalStatus, infra, undefined, { now })).toEqual({ status: {}, issues: [] });
});
