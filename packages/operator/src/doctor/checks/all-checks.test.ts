import { expect, it } from 'vitest';
import { lease, machine, withStatus } from '../../testing/doctor/changes.ts';
import { actingScenarios } from '../../testing/doctor/scenarios-acting.ts';
import { objectScenarios } from '../../testing/doctor/scenarios-objects.ts';
import { healthy } from '../../testing/doctor/world.ts';
import { diagnose } from '../doctor.ts';
import { checks, checksOnRequest } from './all-checks.ts';

const scenarios = [...actingScenarios, ...objectScenarios];

it.each(scenarios)('%s: %s', (check, _what, facts, says) => {
  const found = diagnose(facts()).findings.filter((each) => each.check === check);
  expect(found.length).toBeGreaterThan(0);
  const text = JSON.stringify(found).replaceAll('\\"', '"').toLowerCase();
  for (const part of says) expect(text).toContain(part.toLowerCase());
  for (const { what, why, do: orders } of found) {
    expect(what).not.toMatch(/\.$/);
    expect(why).toMatch(/\.$/);
    expect(orders.length).toBeGreaterThan(0);
  }
});

/** What a scenario brings about besides what it is about. */
const sideEffects: Readonly<Record<string, readonly string[]>> = {
  'the pause of an infra machine is taken off by hand': ['mirror-drift'],
  'Machine API goes on although Cluster API acts': [],
  "none of Cluster API's pods is available": [],
  'the gate is off': ['operator-absent'],
  'sync has failed': ['failed-sync'],
  'the template of a set of Cluster API is gone': ['template-without-owner'],
};

it.each(scenarios)('%s, and nothing else that is not so: %s', (check, what, facts) => {
  const allowed = new Set([check, ...(sideEffects[what] ?? [])]);
  expect(diagnose(facts()).findings.filter((each) => !allowed.has(each.check))).toEqual([]);
});

it('every check has something to find', () => {
  expect(new Set(scenarios.map(([check]) => check))).toEqual(new Set(checks.map(({ name }) => name)));
});

it('names are once and say what is lost', () => {
  const all = [...checks, ...checksOnRequest];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { finds } of all) expect(finds).not.toMatch(/\.$/);
});

it('refused-edits: says of a named object which half to edit', () => {
  const { findings, summary } = diagnose(healthy('ClusterAPI'), new Set(['worker-1']));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    check: 'refused-edits',
    severity: 'info',
    what: 'ClusterAPI acts, so a change of its Machine API half is refused',
    do: ['oc edit machines.cluster.x-k8s.io worker-1 -n openshift-cluster-api'],
  });
  expect(summary.errors + summary.warnings).toBe(0);
});

it('a set that is named stands for its machines, and others are left out', () => {
  const facts = machine(withStatus({ conditions: [] }));
  const checksOf = (name: string) => diagnose(facts, new Set([name])).findings.map(({ check }) => check);
  expect(checksOf('workers')).toContain('never-synchronized');
  expect(checksOf('worker-2')).not.toContain('never-synchronized');
});

it('what could not be seen is said, and costs no other check', () => {
  const facts = { ...lease({ holderIdentity: '' }), unseen: new Map([['secrets', 'you may not'] as const]) };
  const { findings, notChecked } = diagnose(facts);
  expect(notChecked).toEqual([{ check: 'missing-secret', why: 'you may not' }]);
  expect(findings.map(({ check }) => check)).toEqual(['operator-absent']);
});
