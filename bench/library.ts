import { asObject, type Conversion, platforms } from '@capstan/convert';
import { parse } from 'yaml';
import type { Figure } from './figures.ts';
import { infrastructure, machineSetYaml } from './inputs.ts';

const seconds = 2;

/** Conversions in a process, one after the other, without reading or printing. */
export function libraryFigures(): Figure[] {
  return platforms.flatMap((platform): Figure[] => {
    const facts = {
      infrastructureName: 'harbour-k7m2q',
      machineApiNamespace: 'openshift-machine-api',
      clusterApiNamespace: 'openshift-cluster-api',
      supports: { taints: true },
    };
    const { converter } = platform.open(
      { cluster: facts, infrastructure: asObject(infrastructure()) ?? {}, provider: undefined, machines: [] },
      undefined,
    );
    const source: unknown = parse(machineSetYaml);
    const there = mustConvert(converter.toClusterApi(source));
    const [template, set] = there.objects;
    return [
      {
        name: `${platform.type} MachineSet to Cluster API`,
        value: rate(() => converter.toClusterApi(source)),
        unit: 'per s',
      },
      {
        name: `${platform.type} MachineSet to Machine API`,
        value: rate(() => converter.toMachineApi(set, template)),
        unit: 'per s',
      },
      { name: `${platform.type} mapping table`, value: platform.tables.MachineSet.rows.length, unit: 'rows' },
    ];
  });
}

function mustConvert(conversion: Conversion): Extract<Conversion, { ok: true }> {
  if (!conversion.ok)
    throw new Error(`the benchmark's MachineSet does not convert: ${JSON.stringify(conversion.issues)}`);
  return conversion;
}

function rate(convert: () => Conversion): number {
  for (let warmUp = 0; warmUp < 500; warmUp++) mustConvert(convert());
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let batch = 0; batch < 50; batch++) convert();
    count += 50;
  }
  return count / ((performance.now() - start) / 1000);
}
