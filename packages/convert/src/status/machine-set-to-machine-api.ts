import { clusterApiMachineSetStatus, machineApiMachineSetStatus } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { readError } from './common.ts';
import { mergeConditions } from './conditions.ts';
import type { StatusOptions, StatusResult } from './result.ts';
import { readSelector } from './selector-text.ts';
import { accepted, openSource, readCount, resultOf } from './source.ts';

const shape = machineApiMachineSetStatus;

/**
 * The status of a Machine API MachineSet, from the Cluster API MachineSet that it mirrors. `target` is the Machine API
 * MachineSet as it is now, or undefined. Never throws, whatever the JSON.
 *
 * Counters are Cluster API's v1beta2 ones; the deprecated ones stand in only where those are not there. Conditions are those
 * of the target, untouched: a Machine API MachineSet has Synchronized and Paused, which belong to sync and to its controller.
 */
export function machineSetStatusToMachineApi(
  machineSet: unknown,
  target: unknown,
  { now }: StatusOptions,
): StatusResult {
  const source = openSource(machineSet, {
    group: 'cluster.x-k8s.io',
    version: 'v1beta2',
    kind: 'MachineSet',
    shape: clusterApiMachineSetStatus,
  });
  const existing = asObject(asObject(target)?.['status']) ?? {};
  const keep = (field: keyof typeof shape.fields) => accepted(shape.fields[field], existing[field]);
  const conditions = mergeConditions([], existing['conditions'], shape.fields.conditions, now);
  const count = (field: string) => readCount(source, field) ?? readCount(source, 'deprecated', 'v1beta1', field) ?? 0;
  return resultOf(source, {
    authoritativeAPI: keep('authoritativeAPI'),
    synchronizedAPI: keep('synchronizedAPI'),
    synchronizedGeneration: keep('synchronizedGeneration'),
    observedGeneration: keep('observedGeneration'),
    conditions: conditions.length === 0 ? undefined : conditions,
    replicas: readCount(source, 'replicas') ?? 0,
    readyReplicas: count('readyReplicas'),
    availableReplicas: count('availableReplicas'),
    // Cluster API counts these in the deprecated part only.
    fullyLabeledReplicas: readCount(source, 'deprecated', 'v1beta1', 'fullyLabeledReplicas'),
    labelSelector: readSelector(source, target, 'toMapi'),
    ...readError(source),
  });
}
