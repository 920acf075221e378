import type { Infer } from './shape.ts';

/**
 * Machine API's provider spec on IBM Cloud VPC. Written by hand: its Go types are in openshift/machine-api-provider-ibmcloud
 * (pkg/apis/ibmcloudprovider/v1), and no CRD or OpenAPI document has them. Go takes what is missing for empty, so nothing
 * is required here; the mapping asks for what no machine can be made without.
 */
export const ibmCloudMachineProviderSpec = {
  type: 'object',
  fields: {
    apiVersion: { type: 'string' },
    bootVolume: {
      type: 'object',
      fields: {
        bandwidth: { type: 'integer' },
        encryptionKey: { type: 'string' },
        iops: { type: 'integer' },
        profile: { type: 'string' },
        sizeGiB: { type: 'integer' },
      },
    },
    credentialsSecret: { type: 'object', fields: { name: { type: 'string' } } },
    dedicatedHost: { type: 'string' },
    image: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'any' },
    networkResourceGroup: { type: 'string' },
    primaryNetworkInterface: {
      type: 'object',
      fields: { securityGroups: { type: 'array', items: { type: 'string' } }, subnet: { type: 'string' } },
    },
    profile: { type: 'string' },
    region: { type: 'string' },
    resourceGroup: { type: 'string' },
    tags: {
      type: 'array',
      items: {
        type: 'object',
        fields: { name: { type: 'string' }, value: { type: 'string' } },
      },
    },
    userDataSecret: { type: 'object', fields: { name: { type: 'string' } } },
    vpc: { type: 'string' },
    zone: { type: 'string' },
  },
} as const;

export type IBMCloudMachineProviderSpec = Infer<typeof ibmCloudMachineProviderSpec>;

/** Its status; the conditions are the provider's own type, with the time of the last probe. */
export const ibmCloudMachineProviderStatus = {
  type: 'object',
  fields: {
    apiVersion: { type: 'string' },
    conditions: {
      type: 'array',
      items: {
        type: 'object',
        fields: {
          lastProbeTime: { type: 'string' },
          lastTransitionTime: { type: 'string' },
          message: { type: 'string' },
          reason: { type: 'string' },
          status: { type: 'string' },
          type: { type: 'string' },
        },
        required: ['type', 'status'],
      },
    },
    instanceId: { type: 'string' },
    instanceState: { type: 'string' },
    kind: { type: 'string' },
  },
} as const;

export type IBMCloudMachineProviderStatus = Infer<typeof ibmCloudMachineProviderStatus>;
