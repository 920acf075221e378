import { asObject } from '../../mapping/json.ts';
import type { WebhookDefault } from '../../objects/webhook-defaults.ts';
import { madeUpKey } from './ssh-key.ts';

/**
 * CAPZ v1.21.0's defaulting of AzureMachine and AzureMachineTemplate (api/v1beta1/azuremachine_default.go). What it does for
 * system-assigned identities, for deprecated fields and for disks without a number never happens to what Capstan writes.
 */
export const azureWebhookDefaults: readonly WebhookDefault[] = [
  { path: 'sshPublicKey', value: madeUpKey, of: 'both', doc: 'a new RSA key each time' },
  { path: 'dataDisks[].cachingType', value: 'ReadWrite', of: 'both' },
  {
    path: 'spotVMOptions.evictionPolicy',
    value: 'Deallocate',
    of: 'machine',
    when: (spec) => asObject(spec['spotVMOptions']) !== undefined,
    doc: 'where there are spotVMOptions',
  },
  { path: 'diagnostics.boot.storageAccountType', value: 'Managed', of: 'machine' },
  { path: 'networkInterfaces[].privateIPConfigs', value: 1, of: 'both' },
];
