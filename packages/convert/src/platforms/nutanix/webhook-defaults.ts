import type { WebhookDefault } from '../../objects/webhook-defaults.ts';

/**
 * CAPX's one mutating webhook looks at templates alone, behind feature gates: it puts a placeholder where an image is said to be
 * known by name or UUID and is not named. Capstan never writes such an image. What the CRD defaults is always written.
 */
export const nutanixWebhookDefaults: readonly WebhookDefault[] = [];
