import { expect, it } from 'vitest';
import { healthy } from '../testing/doctor/world.ts';
import { diagnose } from './doctor.ts';
import { pairChanges } from './in-step.ts';

it.each(['MachineAPI', 'ClusterAPI'] as const)('finds nothing where %s acts and all is well', (authority) => {
  const facts = healthy(authority);
  expect(facts.infraMachines.length + facts.templates.length).toBe(2);
  expect((pairChanges(facts) ?? []).map(({ end }) => end.kind)).toEqual(['done', 'done']);
  const { findings, notChecked } = diagnose(facts);
  expect(findings).toEqual([]);
  expect(notChecked).toEqual([]);
});
