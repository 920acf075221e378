import {
  clusterApiMachineSetStatus,
  clusterApiMachineStatus,
  type Json,
  type JsonObject,
  machineApiMachineSetStatus,
  machineApiMachineStatus,
  type ObjectShape,
} from '@capstan/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asObject } from '../mapping/json.ts';
import { type ParseProblem, parse } from '../mapping/parse.ts';
import { platforms } from '../platforms/registry.ts';
import { ofShape } from '../testing/arbitrary.ts';
import { allPaths, anyValue, deepFreeze, replaceAt, reverseKeys } from '../testing/mutate.ts';
import { infraStatusToClusterApi, providerStatusToMachineApi } from './infra.ts';
import { machineSetStatusToClusterApi } from './machine-set-to-cluster-api.ts';
import { machineSetStatusToMachineApi } from './machine-set-to-machine-api.ts';
import { machineStatusToClusterApi } from './machine-to-cluster-api.ts';
import { machineStatusToMachineApi } from './machine-to-machine-api.ts';
import type { StatusOptions, StatusResult } from './result.ts';

const seed = Number(process.env['CAPSTAN_LAW_SEED'] ?? 20261121);
const numRuns = Number(process.env['CAPSTAN_LAW_RUNS'] ?? 2000);
/** There are many platforms, and their statuses are small. */
const platformRuns = Math.ceil(numRuns / 4);
const now = '2026-03-01T09:30:00Z';

interface Conversion {
  readonly name: string;
  readonly convert: (source: unknown, target: unknown, options: StatusOptions) => StatusResult;
  readonly source: fc.Arbitrary<Json>;
  readonly target: fc.Arbitrary<Json>;
  readonly shape: ObjectShape;
  /** The target that has the converted status. */
  readonly written: (status: JsonObject) => JsonObject;
  readonly runs: number;
}

const mapi = 'machine.openshift.io/v1beta1';
const capi = 'cluster.x-k8s.io/v1beta2';
const plain = (status: JsonObject) => ({ status });

const conversions: readonly Conversion[] = [
  {
    name: 'Machine to Cluster API',
    convert: machineStatusToClusterApi,
    source: objectOf(mapi, 'Machine', machineApiMachineStatus),
    target: objectOf(capi, 'Machine', clusterApiMachineStatus),
    shape: clusterApiMachineStatus,
    written: plain,
    runs: numRuns,
  },
  {
    name: 'Machine to Machine API',
    convert: machineStatusToMachineApi,
    source: objectOf(capi, 'Machine', clusterApiMachineStatus),
    target: objectOf(mapi, 'Machine', machineApiMachineStatus),
    shape: machineApiMachineStatus,
    written: plain,
    runs: numRuns,
  },
  {
    name: 'MachineSet to Cluster API',
    convert: machineSetStatusToClusterApi,
    source: objectOf(mapi, 'MachineSet', machineApiMachineSetStatus),
    target: objectOf(capi, 'MachineSet', clusterApiMachineSetStatus),
    shape: clusterApiMachineSetStatus,
    written: plain,
    runs: numRuns,
  },
  {
    name: 'MachineSet to Machine API',
    convert: machineSetStatusToMachineApi,
    source: objectOf(capi, 'MachineSet', clusterApiMachineSetStatus),
    target: objectOf(mapi, 'MachineSet', machineApiMachineSetStatus),
    shape: machineApiMachineSetStatus,
    written: plain,
    runs: numRuns,
  },
  ...platforms.flatMap(({ type, provider, infra, status }): Conversion[] => [
    {
      name: `${type} provider status to Cluster API`,
      convert: (source, target, options) => infraStatusToClusterApi(status, source, target, options),
      source: machineWith(status.shapes.mapi, provider.shape),
      target: objectOf(infra.apiVersion, infra.machineKind, status.shapes.capi),
      shape: status.shapes.capi,
      written: plain,
      runs: platformRuns,
    },
    {
      name: `${type} provider status to Machine API`,
      convert: (source, target, options) => providerStatusToMachineApi(status, source, target, options),
      source: objectOf(infra.apiVersion, infra.machineKind, status.shapes.capi, infra.shape),
      target: machineWith(status.shapes.mapi, provider.shape),
      shape: status.shapes.mapi,
      written: (made) => ({ status: { providerStatus: made } }),
      runs: platformRuns,
    },
  ]),
];

describe.each(conversions)(`status: $name (seed ${seed}, $runs cases a law)`, (conversion) => {
  const { convert, source, target, shape, written, runs } = conversion;
  const isFine = ({ issues }: StatusResult) => issues.every(({ severity }) => severity !== 'error');
  const check = (
    one: fc.Arbitrary<unknown>,
    other: fc.Arbitrary<unknown>,
    law: (source: unknown, target: unknown) => void,
  ) => fc.assert(fc.property(one, other, law), { seed, numRuns: runs });

  it('is one that the API server takes, whenever no error is reported, whatever JSON stands anywhere', () => {
    let fine = 0;
    check(damaged(source), damaged(target), (from, to) => {
      const result = convert(from, to, { now });
      if (!isFine(result)) return;
      fine += 1;
      expect(problemsOf(shape, result.status)).toEqual([]);
    });
    // A law that holds because everything is refused says nothing.
    expect(fine).toBeGreaterThan(runs / 4);
  });

  it('is always fine for what an API server gives', () => {
    check(source, target, (from, to) => {
      const result = convert(from, to, { now });
      expect(result.issues).toEqual([]);
      expect(problemsOf(shape, result.status)).toEqual([]);
    });
  });

  it('never throws', () => {
    check(fc.jsonValue(), fc.option(fc.jsonValue(), { nil: undefined }), (from, to) => {
      convert(from, to, { now });
    });
  });

  it('is the same whatever the order of keys, and the input stays as it is', () => {
    check(damaged(source), damaged(target), (from, to) => {
      const result = JSON.stringify(
        convert(deepFreeze(structuredClone(from)), deepFreeze(structuredClone(to)), { now }),
      );
      expect(JSON.stringify(convert(reverseKeys(from), reverseKeys(to), { now }))).toBe(result);
      expect(JSON.stringify(convert(from, to, { now }))).toBe(result);
    });
  });

  it('does not change when it is made again later, so that nothing is written without a difference', () => {
    check(source, target, (from, to) => {
      const { status } = convert(from, to, { now });
      const later = convert(from, { ...asObject(to), ...written(status) }, { now: '2027-01-01T00:00:00Z' });
      expect(later.status).toEqual(status);
    });
  });
});

function problemsOf(shape: ObjectShape, value: Json): ParseProblem[] {
  const problems: ParseProblem[] = [];
  parse(shape, value, (problem) => problems.push(problem), 'final');
  return problems;
}

/** An object as an API server gives it, as far as status is made from it. */
function objectOf(apiVersion: string, kind: string, shape: ObjectShape, spec?: ObjectShape): fc.Arbitrary<Json> {
  const labels = fc.dictionary(
    fc.constantFrom('team', 'machine.openshift.io/cluster-api-machine-role'),
    fc.constantFrom('a', 'b', ''),
  );
  const setSpec = fc.record(
    { replicas: fc.nat({ max: 4 }), selector: fc.record({ matchLabels: labels }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  );
  return fc.record({
    apiVersion: fc.constant(apiVersion),
    kind: fc.constant(kind),
    metadata: fc.record({ deletionTimestamp: fc.constant('2026-02-01T00:00:00Z') }, { requiredKeys: [] }),
    spec: spec === undefined ? setSpec : ofShape(spec),
    status: ofShape(shape).map((status) => asStored(status)),
  }) as fc.Arbitrary<Json>;
}

/** A Machine with the status and the spec of a platform's provider. */
function machineWith(status: ObjectShape, provider: ObjectShape): fc.Arbitrary<Json> {
  return fc
    .tuple(
      objectOf(mapi, 'Machine', machineApiMachineStatus),
      ofShape(status),
      fc.oneof(fc.constant<Json>({}), ofShape(provider)),
    )
    .map(([machine, providerStatus, value]) => ({
      ...asObject(machine),
      spec: { providerSpec: { value } },
      status: { ...asObject(asObject(machine)?.['status']), providerStatus: asStored(providerStatus) },
    }));
}

/** Times are times, phases and types of addresses are those that there are: the generator knows shapes alone. */
function asStored(value: Json, key = ''): Json {
  if (/Time$|^lastUpdated$|Date$/.test(key)) return '2026-01-01T00:00:00Z';
  if (Array.isArray(value)) {
    const items = value.map((item) => asStored(item, key));
    return key === 'addresses'
      ? items.map((item) => ({ ...asObject(item), type: 'InternalIP', address: '10.0.0.1' }))
      : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, asStored(inner, field)]));
  }
  return key === 'phase' ? (['Provisioning', 'Running', 'Failed', 'Deleting'][String(value).length % 4] ?? '') : value;
}

/** Up to three values replaced by others, somewhere. */
function damaged(arbitrary: fc.Arbitrary<Json>): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), anyValue), { maxLength: 3 });
  return fc.tuple(arbitrary, changes).map(([object, list]) =>
    list.reduce<unknown>((value, [index, replacement]) => {
      const paths = allPaths(value);
      return replaceAt(value, paths[index % paths.length] ?? [], replacement);
    }, object),
  );
}
