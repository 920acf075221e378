import { expect, it } from 'vitest';
import { addressesField, conditionsField, failureFields, typeFields } from './platform-fields.ts';

it('the type of a provider status is written as the platform has it', () => {
  expect(typeFields({ apiVersion: 'machine.openshift.io/v1', kind: 'KiteMachineProviderStatus' })).toEqual([
    { mapi: 'apiVersion', doc: 'Written as machine.openshift.io/v1.' },
    { mapi: 'kind', doc: 'Written as KiteMachineProviderStatus.' },
  ]);
});

it('conditions are a pair, and the row names those of both sides', () => {
  expect(conditionsField('MachineCreation', 'KiteFlying')).toEqual({
    mapi: 'conditions',
    capi: 'conditions',
    doc: 'Made anew: MachineCreation here, Ready and KiteFlying there. Those of other controllers, such as Paused, stay.',
  });
  expect(conditionsField('MachineCreated', 'KiteFlying', 'Others stay.').doc).toBe(
    'Made anew: MachineCreated here, Ready and KiteFlying there. Others stay.',
  );
});

it('addresses and failures have no counterpart in a provider status', () => {
  expect([addressesField, ...failureFields]).toEqual([
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ]);
});
