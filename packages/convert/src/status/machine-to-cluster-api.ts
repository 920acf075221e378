import { clusterApiMachineStatus, machineApiMachineStatus } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { deprecatedIn, isDeleting, readAddresses, readFailure } from './common.ts';
import { condition, type DerivedCondition, deprecatedCondition, mergeConditions } from './conditions.ts';
import type { StatusOptions, StatusResult } from './result.ts';
import { accepted, openSource, readText, readTime, resultOf, type StatusSource } from './source.ts';

const shape = clusterApiMachineStatus;
const deprecatedShape = shape.fields.deprecated.fields.v1beta1.fields;

/** The phases of Cluster API 1.11; its newer ones would not be accepted by that CRD. */
const phases = ['Pending', 'Provisioning', 'Provisioned', 'Running', 'Deleting', 'Deleted', 'Failed', 'Unknown'];

/**
 * The status of a Cluster API Machine, from the Machine API Machine that it mirrors. `target` is the Cluster API Machine as
 * it is now, or undefined. Never throws, whatever the JSON.
 *
 * Conditions are derived from phase, nodeRef and deletionTimestamp, with the reasons of Cluster API 1.11; Machine API's own
 * are not read. UpToDate, NodeHealthy and Paused are never derived: they belong to the controllers of Cluster API, and stay.
 */
export function machineStatusToClusterApi(machine: unknown, target: unknown, { now }: StatusOptions): StatusResult {
  const source = openSource(machine, {
    group: 'machine.openshift.io',
    version: 'v1beta1',
    kind: 'Machine',
    shape: machineApiMachineStatus,
  });
  const existing = asObject(asObject(target)?.['status']) ?? {};
  const facts = factsOf(source);
  return resultOf(source, {
    observedGeneration: accepted(shape.fields.observedGeneration, existing['observedGeneration']),
    phase: facts.phase,
    lastUpdated: readTime(source, 'lastUpdated'),
    addresses: readAddresses(source),
    nodeRef: facts.nodeName === undefined ? undefined : { name: facts.nodeName },
    // Unset and false differ: without a phase nobody has looked at the machine yet.
    initialization:
      facts.phase === undefined
        ? undefined
        : { infrastructureProvisioned: facts.isProvisioned, bootstrapDataSecretCreated: facts.isBootstrapped },
    conditions: mergeConditions(conditionsOf(facts), existing['conditions'], shape.fields.conditions, now),
    deprecated: {
      v1beta1: {
        ...readFailure(source),
        conditions: mergeConditions(
          deprecatedConditionsOf(facts),
          deprecatedIn(existing),
          deprecatedShape.conditions,
          now,
        ),
      },
    },
  });
}

interface MachineFacts {
  readonly phase: string | undefined;
  readonly nodeName: string | undefined;
  readonly isProvisioned: boolean;
  readonly isBootstrapped: boolean;
  readonly isDeleting: boolean;
  /** Why something is not True, for people. */
  readonly because: string;
}

function factsOf(source: StatusSource): MachineFacts {
  const phase = phaseOf(source);
  return {
    phase,
    nodeName: readText(source, shape.fields.nodeRef.fields.name, 'nodeRef', 'name'),
    isProvisioned: phase === 'Provisioned' || phase === 'Running' || phase === 'Deleting',
    isBootstrapped: phase === 'Running' || phase === 'Deleting',
    isDeleting: isDeleting(source),
    because: phase === undefined ? 'Machine API reports no phase' : `Machine API reports phase ${phase}`,
  };
}

function phaseOf(source: StatusSource): string | undefined {
  const phase = readText(source, { type: 'string' }, 'phase');
  if (phase === undefined || phases.includes(phase)) return phase;
  const message = `Cluster API has no such phase; Unknown is written. It has ${phases.join(', ')}`;
  const hint =
    'Find out which controller wrote it; Machine API has Provisioning, Provisioned, Running, Deleting and Failed.';
  source.issues.add({ code: 'InvalidValue', severity: 'warning', value: phase, message, hint }, 'self', [
    'status',
    'phase',
  ]);
  return 'Unknown';
}

function conditionsOf(facts: MachineFacts): DerivedCondition[] {
  const { phase, nodeName, isProvisioned, isBootstrapped, because } = facts;
  const isRunning = phase === 'Running';
  const isNodeReady = isBootstrapped && nodeName !== undefined;
  const why = (isTrue: boolean) => (isTrue ? '' : because);
  return [
    condition('Available', isRunning, ['Available', 'NotAvailable'], why(isRunning)),
    condition('BootstrapConfigReady', isBootstrapped, ['Ready', 'NotReady'], why(isBootstrapped)),
    condition('Deleting', facts.isDeleting, ['Deleting', 'NotDeleting']),
    condition('InfrastructureReady', isProvisioned, ['Ready', 'NotReady'], why(isProvisioned)),
    condition(
      'NodeReady',
      isNodeReady,
      ['NodeReady', 'NodeNotReady'],
      nodeName === undefined ? 'Machine API reports no Node' : why(isNodeReady),
    ),
    condition('Ready', isRunning, ['Ready', 'NotReady'], why(isRunning)),
  ];
}

function deprecatedConditionsOf({ phase, isProvisioned, isBootstrapped, because }: MachineFacts): DerivedCondition[] {
  const infrastructure = { severity: 'Info', reason: 'WaitingForInfrastructure', message: because } as const;
  const bootstrap = { severity: 'Info', reason: 'WaitingForDataSecret', message: because } as const;
  // As Cluster API sums up: the reason of the first that is not True.
  const { reason } = phase === 'Deleting' ? { reason: 'Deleting' } : isProvisioned ? bootstrap : infrastructure;
  return [
    deprecatedCondition('BootstrapReady', isBootstrapped, bootstrap),
    deprecatedCondition('InfrastructureReady', isProvisioned, infrastructure),
    deprecatedCondition('Ready', phase === 'Running', { severity: 'Error', reason, message: because }),
  ];
}
