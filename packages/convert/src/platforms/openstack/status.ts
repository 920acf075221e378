import { openStackMachineStatus } from '@capstan/api';
import type { PlatformStatus } from '../../objects/platform.ts';
import { addressesField } from '../../status/platform-fields.ts';

const byCapo = 'Written by CAPO alone; what Machine API knows of the machine is on the Machine.';

/** Machine API has no provider status on OpenStack, so nothing can be said of one by the other. */
export const openStackStatus: PlatformStatus = {
  shapes: { mapi: { type: 'object', fields: {} }, capi: openStackMachineStatus },
  fields: [
    addressesField,
    { capi: 'conditions', doc: 'Those that are there stay. CAPO makes its own once it acts on the machine.' },
    {
      capi: 'failureReason',
      doc: 'Not written: CAPO never looks again at a machine that has one. Errors are on the Machine.',
    },
    { capi: 'failureMessage', doc: 'Not written, for the same reason.' },
    { capi: 'initialization.provisioned', doc: byCapo },
    { capi: 'instanceID', doc: byCapo },
    {
      capi: 'instanceState',
      doc: 'The annotation machine.openshift.io/instance-state of the Machine, on the way back.',
    },
    { capi: 'ready', doc: byCapo },
    { capi: 'resolved', doc: 'What CAPO found for names and filters.' },
    { capi: 'resources', doc: 'The ports that CAPO made or found.' },
  ],
  toCapi: () => ({}),
  toMapi: () => ({}),
};
