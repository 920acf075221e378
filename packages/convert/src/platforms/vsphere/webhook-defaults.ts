import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/** CAPV v1.15.2's defaulting of VSphereMachine, and the default of its schema. There is no defaulting webhook for templates. */
export const vsphereWebhookDefaults: readonly WebhookDefault[] = [
  { path: 'datacenter', value: '*', of: 'machine' },
  { path: 'powerOffMode', value: 'hard', of: 'both', doc: 'By the schema.' },
];
