import type { KubeObject } from '@capstan/kube';
import type { DoctorFacts } from '../../doctor/facts.ts';
import { annotations } from '../../names.ts';
import { condition, objectOf } from './bare-facts.ts';
import { changedIn, healthy } from './world.ts';

/** What is changed about a cluster in which all is well, which check finds it, and what it has to say. */
export type Scenario = readonly [check: string, what: string, facts: () => DoctorFacts, says: readonly string[]];

const mapi = 'machine.openshift.io';
export const capi = 'cluster.x-k8s.io';
export const infra = 'infrastructure.cluster.x-k8s.io';

export const withSpec = (fields: object) => (object: KubeObject) => ({
  ...object,
  spec: { ...(object['spec'] as object), ...fields },
});
export const withStatus = (fields: object) => (object: KubeObject) => ({
  ...object,
  status: { ...(object['status'] as object), ...fields },
});
export const withCondition =
  (type: string, status: string, reason: string, message?: string) => (object: KubeObject) => {
    const { conditions = [] } = (object['status'] ?? {}) as { conditions?: { type: string }[] };
    const others = conditions.filter((each) => each.type !== type);
    return withStatus({ conditions: [...others, condition(type, status, reason, message)] })(object);
  };
export const withMetadata = (fields: object) => (object: KubeObject) => ({
  ...object,
  metadata: { ...object.metadata, ...fields },
});
export const unpaused = (object: KubeObject) => {
  const { [annotations.paused]: _, ...kept } = object.metadata.annotations ?? {};
  return withMetadata({ annotations: kept })(object);
};
export const both =
  (...changes: ((object: KubeObject) => KubeObject)[]) =>
  (object: KubeObject) =>
    changes.reduce((result, change) => change(result), object);

export const machine = (change: (object: KubeObject) => KubeObject, facts = healthy()) =>
  changedIn(facts, mapi, 'Machine', change);
export const set = (change: (object: KubeObject) => KubeObject, facts = healthy()) =>
  changedIn(facts, mapi, 'MachineSet', change);

export const migrating = (facts: DoctorFacts, to: string) =>
  machine(both(withSpec({ authoritativeAPI: to }), withStatus({ authoritativeAPI: 'Migrating' })), facts);

export const scaler = (apiVersion: string, name: string) =>
  objectOf({
    apiVersion: 'autoscaling.openshift.io/v1beta1',
    kind: 'MachineAutoscaler',
    metadata: { name: 'grow', namespace: 'openshift-machine-api' },
    spec: { scaleTargetRef: { apiVersion, kind: 'MachineSet', name } },
  });

export const lease = (fields: object) => {
  const facts = healthy();
  return { ...facts, lease: facts.lease && withSpec(fields)(facts.lease) };
};
