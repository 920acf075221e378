import { clusterApiMachineStatus, type JsonObject, machineApiMachineStatus } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { readAddresses, readError } from './common.ts';
import { mergeConditions } from './conditions.ts';
import type { StatusOptions, StatusResult } from './result.ts';
import { accepted, openSource, readText, readTime, resultOf, type StatusSource } from './source.ts';

const shape = machineApiMachineStatus;

/** What each phase of Cluster API is in Machine API; undefined where Machine API says it by having no phase yet. */
const phases = new Map<string, string | undefined>([
  ['Pending', undefined],
  ['Provisioning', 'Provisioning'],
  ['Provisioned', 'Provisioned'],
  ['Running', 'Running'],
  // Cluster API 1.12: the machine runs while it is changed in place.
  ['Updating', 'Running'],
  ['Deleting', 'Deleting'],
  ['Deleted', 'Deleting'],
  ['Failed', 'Failed'],
  ['Unknown', undefined],
]);

/**
 * The status of a Machine API Machine, from the Cluster API Machine that it mirrors. `target` is the Machine API Machine as
 * it is now, or undefined. Never throws, whatever the JSON.
 *
 * Conditions are those of the target, untouched. What InstanceExists, Drained, Drainable and their like say comes from looks
 * at the provider and at the Node, and from work in progress (a Drained=True lets Machine API terminate the instance); the
 * Machine API controller writes them anew when it takes over, and a guess here could only mislead it. Synchronized and Paused
 * belong to sync and to that controller. providerStatus is another call's: `providerStatusToMachineApi`.
 */
export function machineStatusToMachineApi(machine: unknown, target: unknown, { now }: StatusOptions): StatusResult {
  const source = openSource(machine, {
    group: 'cluster.x-k8s.io',
    version: 'v1beta2',
    kind: 'Machine',
    shape: clusterApiMachineStatus,
  });
  const existing = asObject(asObject(target)?.['status']) ?? {};
  const keep = (field: keyof typeof shape.fields) => accepted(shape.fields[field], existing[field]);
  return resultOf(source, {
    authoritativeAPI: keep('authoritativeAPI'),
    synchronizedAPI: keep('synchronizedAPI'),
    synchronizedGeneration: keep('synchronizedGeneration'),
    lastOperation: keep('lastOperation'),
    providerStatus: keep('providerStatus'),
    conditions: nonEmpty(mergeConditions([], existing['conditions'], shape.fields.conditions, now)),
    phase: phaseOf(source),
    nodeRef: nodeRefOf(source, existing),
    lastUpdated: readTime(source, 'lastUpdated'),
    addresses: readAddresses(source),
    ...readError(source),
  });
}

function phaseOf(source: StatusSource): string | undefined {
  const phase = readText(source, { type: 'string' }, 'phase');
  if (phase === undefined || phases.has(phase)) return phases.get(phase ?? '');
  const hint = 'Find out which controller wrote it; a newer Cluster API may have phases that Capstan does not know.';
  const problem = {
    code: 'InvalidValue',
    severity: 'warning',
    value: phase,
    message: 'is no known phase; none is written',
    hint,
  } as const;
  source.issues.add(problem, 'self', ['status', 'phase']);
  return undefined;
}

/** Cluster API has the name alone; the uid is kept while the name is the same. */
function nodeRefOf(source: StatusSource, existing: JsonObject): JsonObject | undefined {
  const name = readText(source, clusterApiMachineStatus.fields.nodeRef.fields.name, 'nodeRef', 'name');
  if (name === undefined) return undefined;
  const before = asObject(existing['nodeRef']);
  const uid = before?.['name'] === name ? before['uid'] : undefined;
  return { apiVersion: 'v1', kind: 'Node', name, ...(typeof uid === 'string' && uid !== '' && { uid }) };
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
