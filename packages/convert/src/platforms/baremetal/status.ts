import { bareMetalMachineProviderStatus, metal3MachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';
import { addressesField, failureFields } from '../../status/platform-fields.ts';
import { readyConditions } from '../../status/ready-conditions.ts';

/** Phases of a Machine API machine that has its host; the same that make a Machine's infrastructure provisioned. */
const deployed: ReadonlySet<string | undefined> = new Set(['Provisioned', 'Running', 'Deleting']);

/** Metal3Machine.status. Machine API has no provider status on bare metal: what there is to tell is the Machine's phase. */
export const bareMetalStatus: PlatformStatus = {
  shapes: { mapi: bareMetalMachineProviderStatus, capi: metal3MachineStatus },
  fields: [
    { capi: 'ready', doc: 'True while the Machine is Provisioned, Running or Deleting.' },
    { capi: 'conditions', doc: 'Made anew: Ready and AssociateBMH. Those of other controllers, such as Paused, stay.' },
    addressesField,
    { capi: 'v1beta2', doc: 'Not written: CAPM3 makes these conditions itself.' },
    { capi: 'userData', doc: 'Not written: CAPM3 takes it from the Machine.' },
    { capi: 'metaData', doc: 'Not written: Machine API has none.' },
    { capi: 'networkData', doc: 'Not written: Machine API has none.' },
    { capi: 'renderedData', doc: 'Not written: Machine API has none.' },
    { capi: 'phase', doc: 'Not written: the phase is on the Machine.' },
    { capi: 'lastUpdated', doc: 'Not written.' },
    ...failureFields,
  ],

  toCapi({ machine }) {
    const phase = textAt(machine, 'phase');
    const ready = deployed.has(phase);
    const message = `The Machine API Machine is ${phase ?? 'in no phase yet'}`;
    return { ready, conditions: readyConditions('AssociateBMH', ready ? undefined : { status: 'Unknown', message }) };
  },

  toMapi: () => ({}),
};
