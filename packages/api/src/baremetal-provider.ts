import type { Infer } from './shape.ts';

/**
 * The provider spec of bare metal machines, `baremetal.cluster.k8s.io/v1alpha1`. Written by hand: its types are those of
 * cluster-api-provider-baremetal and neither in openshift/api nor in a CRD. `metadata` is there in Go and read by nobody.
 */
export const bareMetalMachineProviderSpec = {
  type: 'object',
  fields: {
    apiVersion: { type: 'string' },
    customDeploy: { type: 'object', fields: { method: { type: 'string' } } },
    hostSelector: {
      type: 'object',
      fields: {
        matchExpressions: {
          type: 'array',
          items: {
            type: 'object',
            fields: {
              key: { type: 'string' },
              operator: { type: 'string' },
              values: { type: 'array', items: { type: 'string' } },
            },
            required: ['key', 'operator'],
          },
        },
        matchLabels: { type: 'map', values: { type: 'string' } },
      },
    },
    image: { type: 'object', fields: { checksum: { type: 'string' }, url: { type: 'string' } } },
    kind: { type: 'string' },
    metadata: { type: 'any' },
    userData: { type: 'object', fields: { name: { type: 'string' }, namespace: { type: 'string' } } },
  },
} as const;

export type BareMetalMachineProviderSpec = Infer<typeof bareMetalMachineProviderSpec>;

/** The provider status: cluster-api-provider-baremetal writes none. */
export const bareMetalMachineProviderStatus = { type: 'object', fields: {} } as const;
