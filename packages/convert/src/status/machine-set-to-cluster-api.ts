import { clusterApiMachineSetStatus, machineApiMachineSetStatus } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { deprecatedIn, isDeleting, readFailure } from './common.ts';
import { condition, type DerivedCondition, deprecatedCondition, mergeConditions } from './conditions.ts';
import type { StatusOptions, StatusResult } from './result.ts';
import { readSelector } from './selector-text.ts';
import { accepted, openSource, readCount, resultOf, type StatusSource } from './source.ts';

const shape = clusterApiMachineSetStatus;
const deprecatedShape = shape.fields.deprecated.fields.v1beta1.fields;

/**
 * The status of a Cluster API MachineSet, from the Machine API MachineSet that it mirrors. `target` is the Cluster API
 * MachineSet as it is now, or undefined. Never throws, whatever the JSON.
 *
 * Conditions are derived from the counters, with the reasons of Cluster API 1.11. Paused and Remediating are never derived:
 * they belong to the controllers of Cluster API, and stay.
 */
export function machineSetStatusToClusterApi(
  machineSet: unknown,
  target: unknown,
  { now }: StatusOptions,
): StatusResult {
  const source = openSource(machineSet, {
    group: 'machine.openshift.io',
    version: 'v1beta1',
    kind: 'MachineSet',
    shape: machineApiMachineSetStatus,
  });
  const existing = asObject(asObject(target)?.['status']) ?? {};
  const counts = countsOf(source);
  const { replicas, readyReplicas, availableReplicas, fullyLabeledReplicas } = counts;
  return resultOf(source, {
    observedGeneration: accepted(shape.fields.observedGeneration, existing['observedGeneration']),
    selector: readSelector(source, target, 'toCapi'),
    replicas,
    readyReplicas,
    availableReplicas,
    // Cluster API counts the machines whose UpToDate is True. Nobody says that of the machines of a set without a
    // MachineDeployment, neither Machine API nor Cluster API's own controller, which counts 0 as well when it takes over.
    upToDateReplicas: 0,
    conditions: mergeConditions(conditionsOf(counts), existing['conditions'], shape.fields.conditions, now),
    deprecated: {
      v1beta1: {
        ...readFailure(source),
        readyReplicas,
        availableReplicas,
        fullyLabeledReplicas,
        conditions: mergeConditions(
          deprecatedConditionsOf(counts),
          deprecatedIn(existing),
          deprecatedShape.conditions,
          now,
        ),
      },
    },
  });
}

interface Counts {
  /** spec.replicas; the CRD defaults it to 1. */
  readonly wanted: number;
  /** What the set is on its way to: 0 while it is deleted, as Cluster API counts. */
  readonly desired: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly fullyLabeledReplicas: number;
  readonly isDeleting: boolean;
}

function countsOf(source: StatusSource): Counts {
  const { replicas: spec } = source.spec;
  const wanted = Number.isSafeInteger(spec) ? Number(spec) : 1;
  const deleting = isDeleting(source);
  // Machine API leaves counters of 0 out.
  const count = (field: string) => readCount(source, field) ?? 0;
  return {
    wanted,
    desired: deleting ? 0 : wanted,
    replicas: count('replicas'),
    readyReplicas: count('readyReplicas'),
    availableReplicas: count('availableReplicas'),
    fullyLabeledReplicas: count('fullyLabeledReplicas'),
    isDeleting: deleting,
  };
}

function conditionsOf(counts: Counts): DerivedCondition[] {
  const { wanted, desired, replicas, readyReplicas, fullyLabeledReplicas } = counts;
  const isReady = readyReplicas === wanted;
  const isUpToDate = fullyLabeledReplicas === wanted;
  const whenTrue = (reason: string) => (replicas === 0 ? 'NoReplicas' : reason);
  const scaling = (direction: 'up' | 'down', isTrue: boolean) =>
    isTrue ? `Scaling ${direction} from ${replicas} to ${desired} replicas` : '';
  return [
    condition('Deleting', counts.isDeleting, ['Deleting', 'NotDeleting']),
    condition('MachinesReady', isReady, [whenTrue('Ready'), 'NotReady'], isReady ? '' : readyMessage(counts)),
    condition(
      'MachinesUpToDate',
      isUpToDate,
      [whenTrue('UpToDate'), 'NotUpToDate'],
      // Said aloud because upToDateReplicas counts something else.
      `${fullyLabeledReplicas} of ${wanted} machines have the labels of the template; Machine API compares nothing else`,
    ),
    condition(
      'ScalingDown',
      desired < replicas,
      ['ScalingDown', 'NotScalingDown'],
      scaling('down', desired < replicas),
    ),
    condition('ScalingUp', desired > replicas, ['ScalingUp', 'NotScalingUp'], scaling('up', desired > replicas)),
  ];
}

function deprecatedConditionsOf(counts: Counts): DerivedCondition[] {
  const { wanted, replicas, readyReplicas } = counts;
  const isResized = replicas === wanted;
  const isReady = readyReplicas === wanted;
  const resizing = {
    severity: 'Info',
    reason: replicas < wanted ? 'ScalingUp' : 'ScalingDown',
    message: `${replicas} of ${wanted} machines exist`,
  } as const;
  const waiting = { severity: 'Info', reason: 'WaitingForReplicasReady', message: readyMessage(counts) } as const;
  return [
    deprecatedCondition('MachinesCreated', isResized, resizing),
    deprecatedCondition('MachinesReady', isReady, waiting),
    deprecatedCondition('Ready', isResized && isReady, isResized ? waiting : resizing),
    deprecatedCondition('Resized', isResized, resizing),
  ];
}

function readyMessage({ readyReplicas, wanted }: Counts): string {
  return `${readyReplicas} of ${wanted} machines are ready`;
}
