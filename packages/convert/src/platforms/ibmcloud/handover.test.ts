import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { ibmCloudHandover } from './handover.ts';

const provider: JsonObject = { vpc: 'corp-vpc', primaryNetworkInterface: { subnet: 's' } };
const facts = (kind: 'Machine' | 'MachineSet', target: 'cluster-api' | 'machine-api'): { [name: string]: string } =>
  Object.fromEntries(
    handoverFindings(ibmCloudHandover, { kind, target, isRunning: kind === 'Machine', provider }).map(
      ({ fact, at }) => [fact.name, [fact.effect, ...at].join(' ')],
    ),
  );

describe('handing machines over on IBM Cloud', () => {
  it('has not been tried end to end, so migration asks first', () => {
    expect(ibmCloudHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
  });

  it('needs the instance of a running machine to have its name: CAPIBM would make a second one else', () => {
    expect(facts('Machine', 'cluster-api')).toEqual({ 'instance-name-kept': 'needs', 'tagging-allowed': 'needs' });
  });

  it('needs the instance in its VPC on the way back: the machine would fail else', () => {
    expect(facts('Machine', 'machine-api')).toEqual({ 'instance-in-vpc': 'needs vpc' });
  });

  it('says of new machines what CAPIBM looks for by name and by id, and what nobody does any more', () => {
    expect(facts('MachineSet', 'cluster-api')).toEqual({
      'tagging-allowed': 'needs',
      'resource-group-id': 'needs',
      'network-names-unique': 'needs primaryNetworkInterface',
      'no-replacement-of-stuck-machines': 'loses',
    });
  });

  it('tells of everything what to do', () => {
    for (const { hint } of ibmCloudHandover.facts) expect(hint).toMatch(/^[A-Z].*\.$/);
  });
});
