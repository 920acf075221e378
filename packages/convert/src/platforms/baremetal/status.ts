import { bareMetalMachineProviderStatus, type JsonObject, metal3MachineStatus } from '@capstan/api';
import { textAt } from '../../mapping/json.ts';
import type { PlatformStatus } from '../../objects/platform.ts';

/** Phases of a Machine API machine that has its host; the same that make a Machine's infrastructure provisioned. */
const deployed: ReadonlySet<string | undefined> = new Set(['Provisioned', 'Running', 'Deleting']);

/** Metal3Machine.status. Machine API has no provider status on bare metal: what there is to tell is the Machine's phase. */
export const bareMetalStatus: PlatformStatus = {
  shapes: { mapi: bareMetalMachineProviderStatus, capi: metal3MachineStatus },
  fields: [
    { capi: 'ready', doc: 'True while the Machine is Provisioned, Running or Deleting.' },
    { capi: 'conditions', doc: 'Made anew: Ready and AssociateBMH. Those of other controllers, such as Paused, stay.' },
    { capi: 'addresses', doc: 'The addresses of the Machine.' },
    { capi: 'v1beta2', doc: 'Not written: CAPM3 makes these conditions itself.' },
    { capi: 'userData', doc: 'Not written: CAPM3 takes it from the Machine.' },
    { capi: 'metaData', doc: 'Not written: Machine API has none.' },
    { capi: 'networkData', doc: 'Not written: Machine API has none.' },
    { capi: 'renderedData', doc: 'Not written: Machine API has none.' },
    { capi: 'phase', doc: 'Not written: the phase is on the Machine.' },
    { capi: 'lastUpdated', doc: 'Not written.' },
    { capi: 'failureReason', doc: 'Not written: errors are on the Machine.' },
    { capi: 'failureMessage', doc: 'Not written: errors are on the Machine.' },
  ],

  toCapi({ machine }) {
    const phase = textAt(machine, 'phase');
    const ready = deployed.has(phase);
    const message = `The Machine API Machine is ${phase ?? 'in no phase yet'}`;
    const condition = (type: string): JsonObject =>
      ready ? { type, status: 'True' } : { type, status: 'Unknown', message };
    return { ready, conditions: [condition('Ready'), condition('AssociateBMH')] };
  },

  toMapi: () => ({}),
};
