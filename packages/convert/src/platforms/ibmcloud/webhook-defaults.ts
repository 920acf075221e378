import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/** CAPIBM v0.13.1's defaulting of IBMVPCMachine and IBMVPCMachineTemplate. Its CRD has the defaults of volumes. */
export const ibmCloudWebhookDefaults: readonly WebhookDefault[] = [{ path: 'profile', value: 'bx2-2x8', of: 'both' }];
