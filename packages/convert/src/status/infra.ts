import { clusterApiMachineStatus, type Json, type JsonObject, type ObjectShape } from '@capstan/api';
import { asObject, isObject } from '../mapping/json.ts';
import { parse } from '../mapping/parse.ts';
import type { PlatformStatus } from '../objects/platform.ts';
import { collectIssues } from '../objects/take-apart.ts';
import { type DerivedCondition, mergeConditions } from './conditions.ts';
import type { StatusOptions, StatusResult } from './result.ts';
import { accepted, report, resultOf, type StatusSource, sourceOf } from './source.ts';

/**
 * The status of an infra machine, from the Machine API Machine that it mirrors. `target` is the infra machine as it is now,
 * or undefined. The platform says what follows from the provider status; around it, conditions get their times, those of
 * other controllers (Paused) stay, and the addresses are the Machine's. Never throws, whatever the JSON.
 */
export function infraStatusToClusterApi(
  platform: PlatformStatus,
  machine: unknown,
  target: unknown,
  options: StatusOptions,
): StatusResult {
  const source = sourceOf(machine, collectIssues(), 'self');
  const status = readStatus(source, platform.shapes.mapi, source.status['providerStatus'], [
    'status',
    'providerStatus',
  ]);
  const provider = asObject(asObject(source.spec['providerSpec'])?.['value']) ?? {};
  const converted = platform.toCapi({ status, provider, machine: source.status });
  const addresses = Object.hasOwn(platform.shapes.capi.fields, 'addresses') ? addressesOf(source) : undefined;
  const existing = asObject(asObject(target)?.['status']);
  return resultOf(source, {
    ...converted,
    ...(addresses !== undefined && { addresses }),
    conditions: stamp(converted, existing, platform.shapes.capi, options),
  });
}

/**
 * The provider status of a Machine API Machine (its `status.providerStatus`), from the infra machine. `target` is the
 * Machine API Machine as it is now, or undefined. Never throws, whatever the JSON.
 */
export function providerStatusToMachineApi(
  platform: PlatformStatus,
  infraMachine: unknown,
  target: unknown,
  options: StatusOptions,
): StatusResult {
  const source = sourceOf(infraMachine, collectIssues(), 'infra');
  const status = readStatus(source, platform.shapes.capi, asObject(infraMachine)?.['status'], ['status']);
  const converted = platform.toMapi({ status, infraSpec: source.spec });
  const existing = asObject(asObject(asObject(target)?.['status'])?.['providerStatus']);
  return resultOf(source, { ...converted, conditions: stamp(converted, existing, platform.shapes.mapi, options) });
}

/** The platform gets values of the right types. Conditions are made anew, so what is wrong with them means nothing. */
function readStatus(source: StatusSource, shape: ObjectShape, value: unknown, base: readonly string[]): JsonObject {
  const status = parse(shape, value, (problem) => {
    if (problem.segments[0] !== 'conditions') report(source, problem, base);
  });
  return asObject(status) ?? {};
}

/** Those that Cluster API can hold; the others are reported where the Machine's own status is converted. */
function addressesOf(source: StatusSource): readonly Json[] | undefined {
  const { addresses } = source.status;
  if (!Array.isArray(addresses)) return undefined;
  const { items } = clusterApiMachineStatus.fields.addresses;
  return addresses.map((address) => accepted(items, address)).filter((address) => address !== undefined);
}

/** The conditions that the platform made, with their times, and those that belong to other controllers. */
function stamp(
  converted: JsonObject,
  existing: JsonObject | undefined,
  shape: ObjectShape,
  { now }: StatusOptions,
): readonly JsonObject[] | undefined {
  const { conditions: list } = shape.fields;
  if (list?.type !== 'array') return undefined;
  const made: unknown = converted['conditions'];
  return mergeConditions(Array.isArray(made) ? made.filter(isDerived) : [], existing?.['conditions'], list, now);
}

function isDerived(value: unknown): value is DerivedCondition {
  return (
    isObject(value) &&
    typeof value['type'] === 'string' &&
    ['True', 'False', 'Unknown'].includes(String(value['status']))
  );
}
