import { isKubeObject, type KubeObject } from '@capstan/kube';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultNamespaces } from '../names.ts';
import { scaler } from '../testing/doctor/changes.ts';
import { healthy } from '../testing/doctor/world.ts';
import { diagnose } from './doctor.ts';
import { factsFromObjects } from './from-objects.ts';

const facts = healthy('ClusterAPI');
const objects: readonly KubeObject[] = [
  ...(facts.infrastructure === undefined ? [] : [facts.infrastructure]),
  ...(facts.lease === undefined ? [] : [facts.lease]),
  ...facts.machines,
  ...facts.machineSets,
  ...facts.capiMachines,
  ...facts.capiMachineSets,
  ...facts.infraMachines,
  ...facts.templates,
  ...facts.clusters,
  ...facts.infraClusters,
  ...facts.policies,
  ...facts.bindings,
  ...facts.deployments,
  scaler('machine.openshift.io/v1beta1', 'workers'),
];

/** The paths of all that is in a value, leaves and what holds them. */
function paths(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...at]];
  return [[...at], ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))];
}

function withValue(value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? withValue(item, rest, put) : item));
  const before = typeof value === 'object' && value !== null ? value : {};
  return Object.fromEntries(
    Object.entries(before).map(([key, inner]) => [key, key === step ? withValue(inner, rest, put) : inner]),
  );
}

it('objects of files may hold anything: doctor looks at them all the same', () => {
  const places = objects.flatMap((object, index) => paths(object).map((path) => ({ index, path })));
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('', 'x', 'Migrating', 'ClusterAPI', null, 0, [], {}),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...places), anything), { minLength: 1, maxLength: 4 }), (changes) => {
      let all: readonly unknown[] = objects;
      for (const [{ index, path }, put] of changes) all = all.with(index, withValue(all[index], path, put));
      const { findings } = diagnose(
        factsFromObjects(all.filter(isKubeObject), defaultNamespaces),
        new Set(['worker-1']),
      );
      for (const { what, do: orders } of findings) expect(what === '' || orders.length === 0).toBe(false);
    }),
    { numRuns: 400 },
  );
});
