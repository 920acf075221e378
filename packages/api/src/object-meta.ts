import type { ObjectShape } from './shape.ts';

/**
 * metadata of a Kubernetes object. Written by hand: CRD schemas leave it open. The fields that a server or a controller
 * owns are `any`, since nothing here looks inside them.
 */
export const objectMeta = {
  type: 'object',
  fields: {
    name: { type: 'string', max: 253 },
    namespace: { type: 'string' },
    labels: { type: 'map', values: { type: 'string' } },
    annotations: { type: 'map', values: { type: 'string' } },
    generateName: { type: 'string' },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        fields: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
      },
    },
    finalizers: { type: 'array', items: { type: 'string' } },
    uid: { type: 'any' },
    resourceVersion: { type: 'any' },
    generation: { type: 'any' },
    creationTimestamp: { type: 'any' },
    deletionTimestamp: { type: 'any' },
    deletionGracePeriodSeconds: { type: 'any' },
    managedFields: { type: 'any' },
    selfLink: { type: 'any' },
  },
} as const satisfies ObjectShape;
