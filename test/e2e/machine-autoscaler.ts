import type { Crd } from '@capstan/kube/testing';

const group = 'autoscaling.openshift.io';
const text = { type: 'string', minLength: 1 };
const reference = { type: 'object', properties: { apiVersion: { type: 'string' }, kind: text, name: text } };

/**
 * A stand-in for OpenShift's CRD of MachineAutoscalers, which no module of ours has: its names and its fields, without descriptions.
 */
export const machineAutoscalerCrd: Crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `machineautoscalers.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: {
      kind: 'MachineAutoscaler',
      listKind: 'MachineAutoscalerList',
      plural: 'machineautoscalers',
      singular: 'machineautoscaler',
      shortNames: ['ma'],
    },
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              apiVersion: { type: 'string' },
              kind: { type: 'string' },
              metadata: { type: 'object' },
              spec: {
                type: 'object',
                required: ['maxReplicas', 'minReplicas', 'scaleTargetRef'],
                properties: {
                  maxReplicas: { type: 'integer', format: 'int32', minimum: 1 },
                  minReplicas: { type: 'integer', format: 'int32', minimum: 0 },
                  scaleTargetRef: { ...reference, required: ['kind', 'name'] },
                },
              },
              status: { type: 'object', properties: { lastTargetRef: reference } },
            },
          },
        },
      },
    ],
  },
};

/** A MachineAutoscaler of a MachineSet. */
export function machineAutoscaler(name: string, set: string, apiVersion = 'machine.openshift.io/v1beta1') {
  return {
    apiVersion: `${group}/v1beta1`,
    kind: 'MachineAutoscaler',
    metadata: { name, namespace: 'openshift-machine-api' },
    spec: { minReplicas: 1, maxReplicas: 6, scaleTargetRef: { apiVersion, kind: 'MachineSet', name: set } },
  };
}
