import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/**
 * CAPA v2.12.1's defaulting of AWSMachine and AWSMachineTemplate. What it does for cloud-init and for Ignition without a storage
 * type never happens to what Capstan writes, which always has ignition.storageType.
 */
export const awsWebhookDefaults: readonly WebhookDefault[] = [
  { path: 'instanceMetadataOptions.httpEndpoint', value: 'enabled', of: 'both' },
  { path: 'instanceMetadataOptions.httpProtocolIpv6', value: 'disabled', of: 'both' },
  { path: 'instanceMetadataOptions.httpPutResponseHopLimit', value: 1, of: 'both' },
  { path: 'instanceMetadataOptions.httpTokens', value: 'optional', of: 'both' },
  { path: 'instanceMetadataOptions.instanceMetadataTags', value: 'disabled', of: 'both' },
];
