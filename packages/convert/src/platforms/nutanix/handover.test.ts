import { describe, expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { nutanixHandover } from './handover.ts';

const findings = (
  kind: 'Machine' | 'MachineSet',
  target: 'cluster-api' | 'machine-api' = 'cluster-api',
  isRunning = kind === 'Machine',
) => handoverFindings(nutanixHandover, { kind, target, isRunning, provider: {} }).map(({ fact }) => fact.name);

describe('hand-over on Nutanix', () => {
  it('is not proven, and sync stays off, since CAPX would manage the NutanixCluster', () => {
    expect(nutanixHandover.evidence).toBe('unproven');
    expect(nutanixHandover.sync).toMatchObject({ allowed: false, reason: expect.stringContaining('managed-by') });
  });

  it('of a running machine needs its VM to be known, in both directions: otherwise there may be two', () => {
    expect(findings('Machine')).toEqual(['vm-known']);
    expect(findings('Machine', 'machine-api')).toEqual(['vm-known']);
  });

  it('to Cluster API takes the host names from new machines, and needs their categories in Prism Central', () => {
    expect(findings('MachineSet')).toEqual(['host-name', 'categories-exist']);
    expect(findings('Machine', 'cluster-api', false)).toEqual(['host-name', 'categories-exist']);
  });

  it('to Machine API takes nothing from new machines', () => {
    expect(findings('MachineSet', 'machine-api')).toEqual([]);
  });

  it.each(nutanixHandover.facts)('$name says what to do, as an order', ({ name, hint, message }) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(hint).toMatch(/^[A-Z].*\.$/);
    expect(message).not.toMatch(/\.$/);
  });
});
