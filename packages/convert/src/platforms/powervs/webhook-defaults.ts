import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/** CAPIBM v0.13.1's defaulting of IBMPowerVSMachine and IBMPowerVSMachineTemplate, whatever the processor type. */
export const powervsWebhookDefaults: readonly WebhookDefault[] = [
  { path: 'memoryGiB', value: 2, of: 'both' },
  { path: 'processors', value: '0.25', of: 'both' },
  { path: 'systemType', value: 's922', of: 'both' },
  { path: 'processorType', value: 'Shared', of: 'both' },
];
