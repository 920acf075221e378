import type { JsonObject } from '@capstan/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asObject, deepEqual } from '../mapping/json.ts';
import type { ClusterFacts } from '../objects/context.ts';
import type { Conversion } from '../objects/convert.ts';
import { makeConverter } from '../objects/convert.ts';
import type { Platform } from '../objects/platform.ts';
import { machineSetTable, machineTable } from '../objects/tables.ts';
import { stored } from '../objects/webhook-defaults.ts';
import { partsOf } from './arbitrary.ts';
import { allPaths, anyValue, deepFreeze, leafPaths, replaceAt, reverseKeys } from './mutate.ts';
import { type Normalisations, normalise } from './normalise.ts';
import { objectFacts } from './object-facts.ts';
import { forClusterApi, forInfra, forMachineApi, type ValueNormalisations } from './object-normalisations.ts';
import { capiObjects, mapiObject, withOwner } from './objects.ts';

const seed = Number(process.env['CAPSTAN_LAW_SEED'] ?? 20261121);
const numRuns = Number(process.env['CAPSTAN_LAW_RUNS'] ?? 2000);

/** What a platform says for its laws. */
export interface LawSettings {
  readonly mapi: ValueNormalisations;
  readonly capi: ValueNormalisations;
  /** Takes contradictions between fields out of a generated provider spec or infra machine spec. */
  readonly settle?: (value: JsonObject) => JsonObject;
}

/** One start of a conversion: the objects, and the two ways. */
interface Side {
  readonly name: string;
  readonly arbitrary: fc.Arbitrary<readonly JsonObject[]>;
  readonly rules: Normalisations;
  readonly infraRules?: Normalisations;
  there(objects: readonly unknown[]): Conversion;
  back(objects: readonly JsonObject[], there: Extract<Conversion, { ok: true }>): Conversion;
  /** What came there, as the provider's webhook leaves it; only where the way leads to Cluster API. */
  asStored?(there: Extract<Conversion, { ok: true }>): Extract<Conversion, { ok: true }>;
}

/**
 * The laws of conversion for a platform, each over generated objects of both APIs and both kinds. A failure prints the
 * seed and the smallest object that shows it. CAPSTAN_LAW_RUNS and CAPSTAN_LAW_SEED make a longer or another run.
 */
export function describeLaws<F>(platform: Platform<F>, facts: F, values: LawSettings): void {
  for (const side of sidesOf(platform, facts, values)) {
    describe(`${platform.type}: ${side.name} (seed ${seed}, ${numRuns} cases a law)`, () => {
      const check = <T>(property: fc.IProperty<T>) => fc.assert(property, { seed, numRuns });

      it('comes back whole whenever no error is reported, so nobody loses a field', () => {
        let converted = 0;
        check(
          fc.property(side.arbitrary, (objects) => {
            const there = side.there(objects);
            if (!there.ok) return;
            converted += 1;
            const back = side.back(objects, there);
            expect(back.ok ? [] : back.issues).toEqual([]);
            if (back.ok) expectSame(side, objects, back.objects);
          }),
        );
        // A law that holds because everything is refused says nothing.
        expect(converted).toBeGreaterThan(numRuns / 3);
      });

      it('shows every change of a leaf in the output or the report, so nothing is dropped in silence', () => {
        check(
          fc.property(side.arbitrary, fc.tuple(fc.nat(), anyValue), (objects, choice) => {
            const [index, replacement] = choice;
            const paths = leafPaths(objects);
            const changed = replaceAt(objects, paths[index % paths.length] ?? [], replacement) as JsonObject[];
            const before = side.there(objects);
            if (!before.ok || isSame(side, objects, changed)) return;
            expect(JSON.stringify(side.there(changed))).not.toBe(JSON.stringify(before));
          }),
        );
      });

      it('never throws, and what still converts comes back whole, whatever JSON stands anywhere', () => {
        check(
          fc.property(
            side.arbitrary,
            fc.array(fc.tuple(fc.nat(), anyValue), { minLength: 1, maxLength: 3 }),
            (objects, changes) => {
              const changed = changes.reduce<unknown>((value, [index, replacement]) => {
                const paths = allPaths(value);
                return replaceAt(value, paths[index % paths.length] ?? [], replacement);
              }, objects);
              const list = Array.isArray(changed) ? changed : [changed, changed];
              const there = side.there(list);
              if (!there.ok) {
                expect(there.issues.some(({ severity }) => severity === 'error')).toBe(true);
                return;
              }
              const back = side.back(list as JsonObject[], there);
              expect(back.ok ? [] : back.issues).toEqual([]);
              if (back.ok) expectSame(side, list as JsonObject[], back.objects);
            },
          ),
        );
      });

      const { asStored } = side;
      if (asStored !== undefined) {
        it("takes no default of the provider's webhook for configuration, so a mirror is not written again and again", () => {
          check(
            fc.property(side.arbitrary, (objects) => {
              const there = side.there(objects);
              if (!there.ok) return;
              expect(side.back(objects, asStored(there))).toEqual(side.back(objects, there));
            }),
          );
        });
      }

      it('gives the same whatever the order of keys, and never writes to its input', () => {
        check(
          fc.property(side.arbitrary, (objects) => {
            const frozen = deepFreeze(structuredClone(objects));
            const result = JSON.stringify(side.there(frozen));
            expect(JSON.stringify(side.there(reverseKeys(objects) as JsonObject[]))).toBe(result);
            expect(JSON.stringify(side.there(frozen))).toBe(result);
          }),
        );
      });
    });
  }
}

const cluster: ClusterFacts = {
  infrastructureName: 'ocp1-x7k2p',
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  supports: { taints: true },
};

function sidesOf<F>(platform: Platform<F>, facts: F, values: LawSettings): Side[] {
  const converter = makeConverter(platform, facts, cluster);
  const tables = { Machine: machineTable(platform), MachineSet: machineSetTable(platform) };
  const partsFor = (kind: 'Machine' | 'MachineSet', api: 'mapi' | 'capi') =>
    partsOf(tables[kind], api, {
      cluster,
      platform: facts,
      object: objectFacts(kind),
    }).map((parts) => ({ ...parts, value: values.settle?.(asObject(parts.value) ?? {}) ?? parts.value }));
  return (['Machine', 'MachineSet'] as const).flatMap((kind): Side[] => [
    {
      name: `Machine API ${kind} to Cluster API and back`,
      arbitrary: partsFor(kind, 'mapi').map((parts) => [mapiObject(kind, parts)]),
      rules: forMachineApi(kind, values.mapi),
      there: ([object]) => converter.toClusterApi(object),
      back(_, { objects, owner }) {
        const [infra, core] = copy(objects);
        return converter.toMachineApi(withOwner(core ?? {}, owner, 'cluster.x-k8s.io/v1beta2'), infra);
      },
      ...(platform.webhookDefaults !== undefined && {
        asStored: (there) => ({
          ...there,
          objects: there.objects.map((object) => stored(object, platform.webhookDefaults ?? [])),
        }),
      }),
    },
    {
      name: `Cluster API ${kind} to Machine API and back`,
      arbitrary: partsFor(kind, 'capi').map((parts) =>
        capiObjects(kind, parts, platform.infra.machineKind, platform.infra.apiVersion),
      ),
      rules: forClusterApi(kind),
      infraRules: forInfra(kind, values.capi),
      there: ([object, infra]) => converter.toMachineApi(object, infra),
      back(_, { objects, owner }) {
        const [object] = copy(objects);
        return reorder(converter.toClusterApi(withOwner(object ?? {}, owner, 'machine.openshift.io/v1beta1')));
      },
    },
  ]);
}

/** As an API server would give it back: plain JSON, nothing shared. */
function copy(objects: readonly unknown[]): JsonObject[] {
  return JSON.parse(JSON.stringify(objects));
}

function reorder(conversion: Conversion): Conversion {
  return conversion.ok ? { ...conversion, objects: conversion.objects.toReversed() } : conversion;
}

function forms(side: Side, objects: readonly unknown[]): unknown[] {
  return objects.map((object, index) => normalise(object, index === 0 ? side.rules : (side.infraRules ?? side.rules)));
}

function isSame(side: Side, a: readonly unknown[], b: readonly unknown[]): boolean {
  return deepEqual(forms(side, a), forms(side, b));
}

function expectSame(side: Side, before: readonly unknown[], after: readonly unknown[]): void {
  expect(forms(side, after)).toEqual(forms(side, before));
}
