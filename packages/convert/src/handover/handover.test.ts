import { describe, expect, it } from 'vitest';
import { type Handover, type HandoverFact, type HandoverSubject, handoverFindings } from './handover.ts';

const fact = (name: string, more: Partial<HandoverFact> = {}): HandoverFact => ({
  name,
  effect: 'needs',
  of: 'both',
  message: 'm',
  hint: 'h',
  ...more,
});

function found(facts: readonly HandoverFact[], subject: Partial<HandoverSubject> = {}) {
  const handover: Handover = { evidence: 'unproven', sync: { allowed: true }, facts };
  const asked = { kind: 'Machine', target: 'cluster-api', isRunning: true, provider: {}, ...subject } as const;
  return handoverFindings(handover, asked).map(({ fact: { name }, at }) => [name, ...at].join(' '));
}

describe('hand-over facts', () => {
  const ages = [fact('running', { of: 'running' }), fact('new', { of: 'new' }), fact('both')];

  it('of running machines hold for a Machine that has an instance', () => {
    expect(found(ages)).toEqual(['running', 'both']);
  });

  it('of new machines hold for a set, and for a Machine that has no instance yet', () => {
    expect(found(ages, { kind: 'MachineSet' })).toEqual(['new', 'both']);
    expect(found(ages, { isRunning: false })).toEqual(['new', 'both']);
  });

  it('of one direction do not hold in the other', () => {
    const there = [fact('there', { target: 'cluster-api' }), fact('back', { target: 'machine-api' })];
    expect(found(there)).toEqual(['there']);
    expect(found(there, { target: 'machine-api' })).toEqual(['back']);
  });

  it('with a cause hold where the provider spec gives it, and say at which field', () => {
    const pools = fact('pools', { cause: ({ pools }) => (pools === undefined ? undefined : ['pools']) });
    expect(found([pools])).toEqual([]);
    expect(found([pools], { provider: { pools: [] } })).toEqual(['pools pools']);
  });
});
