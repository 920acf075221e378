import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations, machineApiVersion } from '../names.ts';
import { formatPrior } from './prior.ts';
import type { Asked } from './request.ts';

/** A Machine that Machine API acts on and that is in step; of a set, of a ControlPlaneMachineSet, or alone. */
export function machine(name: string, set?: string, owner = 'MachineSet'): KubeObject {
  const kind = set === undefined && owner === 'MachineSet' ? undefined : owner;
  const version = owner === 'MachineSet' ? machineApiVersion : 'machine.openshift.io/v1';
  return {
    ...named('Machine', name),
    metadata: {
      ...named('Machine', name).metadata,
      ...(kind && {
        ownerReferences: [{ apiVersion: version, kind, name: set ?? 'cluster', uid: `uid-${set}`, controller: true }],
      }),
    },
    spec: { authoritativeAPI: 'MachineAPI', providerID: `aws:///a/i-${name}`, providerSpec: { value: {} } },
    status: { ...inStep('MachineAPI', ''), phase: 'Running', nodeRef: { name: `node-${name}` } },
  };
}

/** A MachineSet that Machine API acts on and that is in step. */
export function machineSet(name: string): KubeObject {
  return {
    ...named('MachineSet', name),
    spec: {
      authoritativeAPI: 'MachineAPI',
      replicas: 1,
      template: { spec: { authoritativeAPI: 'MachineAPI', providerSpec: { value: {} } } },
    },
    status: inStep('MachineAPI', ''),
  };
}

/** How far an object is on its way, and by which run. */
export interface MovedOptions {
  readonly run?: string;
  readonly asked?: Asked;
  readonly status?: Authority | 'Migrating';
  readonly template?: Authority;
  /** Of `Synchronized`. */
  readonly reason?: string;
}

/** The object as it is after a run has asked it to move; by default it has. */
export function moved(object: KubeObject, to: Authority, options: MovedOptions = {}): KubeObject {
  const { run, asked, status = to, template = to, reason = '' } = options;
  const isSet = object.kind === 'MachineSet';
  const spec = object['spec'] as Record<string, unknown>;
  const other: Authority = asked !== undefined && 'rollback' in asked ? 'ClusterAPI' : 'MachineAPI';
  const prior = { spec: other, ...(isSet && { template: other }), asked };
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(run !== undefined && {
        annotations: { [annotations.migrationRun]: run, [annotations.migrationPrior]: formatPrior(prior) },
      }),
    },
    spec: {
      ...spec,
      authoritativeAPI: to,
      ...(isSet && { template: { spec: { authoritativeAPI: template, providerSpec: { value: {} } } } }),
    },
    status: { ...(object['status'] as object), ...inStep(status, reason) },
  };
}

/** What Machine API and sync say of an object in step. */
function inStep(authoritativeAPI: string, reason: string) {
  return {
    authoritativeAPI,
    synchronizedGeneration: 1,
    conditions: [
      { type: 'Synchronized', status: reason === '' ? 'True' : 'Unknown', reason: reason || 'ResourceSynchronized' },
      { type: 'Paused', status: authoritativeAPI === 'MachineAPI' ? 'False' : 'True' },
    ],
  };
}

function named(kind: string, name: string): KubeObject {
  return {
    apiVersion: machineApiVersion,
    kind,
    metadata: { name, namespace: 'openshift-machine-api', uid: `uid-${name}`, generation: 1 },
  };
}
