import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/** CAPG v1.12.0's webhooks default nothing; the CRD's schema has one default. */
export const gcpWebhookDefaults: readonly WebhookDefault[] = [{ path: 'ipForwarding', value: 'Enabled', of: 'both' }];
