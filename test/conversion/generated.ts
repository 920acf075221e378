import type { JsonObject } from '@capstan/api';
import type { Conversion, ConvertedObject, Target } from '@capstan/convert';
import { allPaths, anyValue, type Fixture, replaceAt } from '@capstan/convert/testing';
import fc from 'fast-check';
import { oddValues } from './odd-values.ts';
import type { Namespaces } from './plans.ts';

/** CAPSTAN_LAW_SEED makes another run, as for the laws of conversion. */
const seed = Number(process.env['CAPSTAN_LAW_SEED'] ?? 20261121);

/** Which objects to generate: those that convert to `target`, for a Cluster API with taints or without. */
export interface Wanted extends Namespaces {
  /** A cluster on the platform. */
  readonly fixture: Fixture;
  readonly target: Target;
  readonly kind: 'Machine' | 'MachineSet';
  readonly taints: boolean;
  readonly count: number;
  /** `odd` puts one to three values anywhere that are wrong, strange or merely different. Default: `sound`. */
  readonly values?: 'sound' | 'odd';
}

/** A generated object that converts without an error, and what it becomes. */
export interface Generated {
  /** The Machine or MachineSet, and for Cluster API its infra machine or template. */
  readonly source: readonly JsonObject[];
  readonly objects: readonly ConvertedObject[];
}

/** Generated objects, and the way back of what they become. */
export interface GeneratedConversions {
  readonly converted: readonly Generated[];
  back(objects: readonly unknown[]): Conversion;
}

/**
 * Generates `count` objects in which every row of the platform's table has a value that it accepts, always the same ones, and
 * converts them. Fields that the conversion refuses are taken out, as its hints say; what is refused even so, because a
 * field is missing, is not in the result.
 */
export function generate({
  fixture,
  target,
  kind,
  taints,
  count,
  values = 'sound',
  ...namespaces
}: Wanted): GeneratedConversions {
  const cluster = { infrastructureName: 'ocp1-x7k2p', ...namespaces, supports: { taints } };
  const isForward = target === 'cluster-api';
  const { objects: sound, converter } = fixture.generated(kind, isForward ? 'mapi' : 'capi', cluster);
  const { toClusterApi, toMachineApi } = converter;
  const convert: Convert = ([object, infra]) => (isForward ? toClusterApi(object) : toMachineApi(object, infra));
  const drawn = fc.sample(values === 'odd' ? withOddValues(sound) : sound, { numRuns: count, seed });
  return {
    converted: drawn.flatMap((objects) => {
      const source = withoutRefused(objects, convert);
      const result = convert(source);
      return result.ok ? [{ source, objects: result.objects }] : [];
    }),
    back: (objects) => (isForward ? toMachineApi(objects[1], objects[0]) : toClusterApi(objects[0])),
  };
}

type Convert = (source: readonly JsonObject[]) => Conversion;

/** Takes out what is refused, again where that lets something else come to light. */
function withoutRefused(source: readonly JsonObject[], convert: Convert): readonly JsonObject[] {
  let left = source;
  for (let round = 0; round < 4; round++) {
    for (const { severity, object, segments } of convert(left).issues) {
      if (severity === 'error') left = replaced(left, [object === 'infra' ? 1 : 0, ...segments], undefined);
    }
  }
  return left;
}

function withOddValues(sound: fc.Arbitrary<readonly JsonObject[]>): fc.Arbitrary<readonly JsonObject[]> {
  const change = fc.tuple(fc.nat(), fc.oneof(anyValue, fc.constantFrom(...oddValues)));
  return fc.tuple(sound, fc.array(change, { minLength: 1, maxLength: 3 })).map(([objects, changes]) =>
    changes.reduce((value, [index, replacement]) => {
      // Below metadata and spec: the objects themselves stay objects.
      const paths = allPaths(value).filter(({ length }) => length > 2);
      return replaced(value, paths[index % paths.length] ?? [], replacement);
    }, objects),
  );
}

/** The objects with one value inside them replaced. */
function replaced(
  objects: readonly JsonObject[],
  path: readonly (string | number)[],
  replacement: unknown,
): readonly JsonObject[] {
  // What stands at two or more steps is changed, so the list stays one of objects.
  return path.length < 2 ? objects : (replaceAt(objects, path, replacement) as readonly JsonObject[]);
}
