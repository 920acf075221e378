import { readdirSync } from 'node:fs';
import type { JsonObject } from '@capstan/api';
import { asObject, type Conversion, isObject, makePlan } from '@capstan/convert';
import { examplesOf, platformFolder } from '../test/conversion/examples.ts';
import type { Figure } from './figures.ts';

const seconds = 1;

/** How fast one platform's MachineSets convert, in a process, one after the other, without reading or printing. */
interface Rates {
  readonly platform: string;
  readonly rows: number;
  readonly there: number;
  readonly back: number;
  /** Values of provider specs that go to Cluster API and back in a second. */
  readonly leaves: number;
}

/** Conversions a second of each platform's examples, the sizes of the tables, and that none is slow for what it holds. */
export async function libraryFigures(): Promise<Figure[]> {
  const rates = await Promise.all(readdirSync(platformFolder).map(ratesOf));
  const aws = rates.find(({ platform }) => platform === 'AWS')?.leaves ?? Number.NaN;
  return rates.flatMap(({ platform, rows, there, back, leaves }): Figure[] => [
    { name: `${platform} MachineSets to Cluster API`, value: there, unit: 'per s' },
    { name: `${platform} MachineSets to Machine API`, value: back, unit: 'per s' },
    {
      name: `${platform} values there and back`,
      value: leaves,
      unit: 'per s',
      budget: Math.round(aws / 2),
      atLeast: true,
    },
    { name: `${platform} mapping table`, value: rows, unit: 'rows' },
  ]);
}

async function ratesOf(folder: string): Promise<Rates> {
  const inputs = (await examplesOf(folder)).map((value) => ({ source: undefined, value }));
  const result = makePlan(inputs, {
    machineApiNamespace: 'openshift-machine-api',
    clusterApiNamespace: 'openshift-cluster-api',
    supports: { taints: true },
    target: 'cluster-api',
  });
  if (!result.ok) throw new Error(`${folder}: ${result.problems.map(({ message }) => message).join('; ')}`);
  const { cluster, entries } = result.plan;
  const { converter, platform } = cluster;
  const sets = entries.filter(({ objects, input }) => objects.length > 0 && input.identity.kind === 'MachineSet');
  const there = rate(
    sets.map(
      ({ input }) =>
        () =>
          converter.toClusterApi(input.value),
    ),
  );
  const back = rate(
    sets.map(
      ({ objects: [template, set] }) =>
        () =>
          converter.toMachineApi(set, template),
    ),
  );
  const leaves = sets.reduce((sum, { input }) => sum + leavesOf(providerOf(input.value)), 0) / sets.length;
  const both = 1 / (1 / there + 1 / back);
  return { platform: platform.type, rows: platform.tables.platformRows.length, there, back, leaves: both * leaves };
}

function providerOf(set: JsonObject): unknown {
  const machine = asObject(asObject(asObject(set['spec'])?.['template'])?.['spec']);
  return asObject(machine?.['providerSpec'])?.['value'];
}

function leavesOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + leavesOf(item), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, inner) => sum + leavesOf(inner), 0) : 1;
}

/** Conversions a second, over all of them in turn. */
function rate(conversions: readonly (() => Conversion)[]): number {
  if (conversions.length === 0) throw new Error('no MachineSet of the examples converts');
  for (let warmUp = 0; warmUp < 200; warmUp++) for (const convert of conversions) mustConvert(convert());
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let batch = 0; batch < 20; batch++) for (const convert of conversions) convert();
    count += 20 * conversions.length;
  }
  return count / ((performance.now() - start) / 1000);
}

function mustConvert(conversion: Conversion): void {
  if (!conversion.ok) throw new Error(`an example does not convert: ${JSON.stringify(conversion.issues)}`);
}
