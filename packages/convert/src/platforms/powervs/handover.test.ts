import { describe, expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { provider } from '../../testing/powervs.ts';
import { powervsHandover } from './handover.ts';

type Subject = Parameters<typeof handoverFindings>[1];
const namesOf = (subject: Partial<Subject>) =>
  handoverFindings(powervsHandover, {
    kind: 'Machine',
    target: 'cluster-api',
    isRunning: true,
    provider: provider(),
    ...subject,
  }).map(({ fact, at }) => [fact.name, fact.effect, at.join('.')]);

describe('a running machine', () => {
  it('changes hands only under its own name: CAPIBM would make one that it does not find', () => {
    expect(namesOf({})).toEqual([['instance-found-by-name', 'needs', '']]);
  });

  it('goes back by the id in its status, else by its name', () => {
    expect(namesOf({ target: 'machine-api' })).toEqual([['instance-id-in-status', 'needs', '']]);
  });

  it('with load balancers stays in their pools after it is deleted, which is said where they are named', () => {
    const withBalancers = provider({ loadBalancers: [{ name: 'a', type: 'Application' }] });
    expect(namesOf({ provider: withBalancers })).toContainEqual(['load-balancer-pools', 'loses', 'loadBalancers']);
    expect(namesOf({ provider: withBalancers, target: 'machine-api' })).not.toContainEqual(
      expect.arrayContaining(['load-balancer-pools']),
    );
    expect(namesOf({ provider: provider({ loadBalancers: [] }) })).toHaveLength(1);
  });
});

describe('a set', () => {
  it('needs nothing: its new machines are made by whoever has the authority', () => {
    expect(namesOf({ kind: 'MachineSet' })).toEqual([]);
  });
});

it('is said to be unproven: nobody tried it on Power VS', () => {
  expect(powervsHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
});
