import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { openStackHandover } from './handover.ts';

const factsOf = (
  kind: 'Machine' | 'MachineSet',
  target: 'cluster-api' | 'machine-api',
  isRunning: boolean,
  provider: JsonObject = {},
) =>
  handoverFindings(openStackHandover, { kind, target, isRunning, provider }).map(
    ({ fact, at }) => `${fact.effect} ${fact.name}${at.length === 0 ? '' : ` (${at.join('.')})`}`,
  );

describe('a running machine', () => {
  it('needs the names by which CAPO finds its instance and ports, and loses tags of the ports', () => {
    expect(factsOf('Machine', 'cluster-api', true)).toEqual([
      'needs instance-named-as-machine',
      'needs ports-named-as-machine',
      'loses tags-of-machine-api',
      'loses deletion-not-awaited',
    ]);
  });

  it("needs CAPO's OpenStackServer to stay when it goes back: its deletion deletes the instance", () => {
    expect(factsOf('Machine', 'machine-api', true)).toEqual(['needs openstack-server-stays']);
  });
});

describe('machines that a set will make', () => {
  it('lack the tags that Machine API adds, and are deleted without waiting', () => {
    expect(factsOf('MachineSet', 'cluster-api', false)).toEqual([
      'loses tags-of-machine-api',
      'loses deletion-not-awaited',
    ]);
    expect(factsOf('MachineSet', 'machine-api', false)).toEqual([]);
  });

  it.each([
    ['by its name alone', { serverGroupName: 'workers' }, true],
    ['by its id too', { serverGroupName: 'workers', serverGroupID: '0f6c3a5b' }, false],
  ])('need the server group, which is named %s: %s', (_, provider, isNeeded) => {
    const facts = factsOf('MachineSet', 'cluster-api', false, provider);
    expect(facts.includes('needs server-group-exists (serverGroupName)')).toBe(isNeeded);
  });
});

it('is not proven, so that nobody migrates without knowing', () => {
  expect(openStackHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
});
