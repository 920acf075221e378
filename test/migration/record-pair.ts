import type { PairSlot, StandInPlace } from './cluster-api-stand-in.ts';
import { recordStates } from './recorder.ts';

/** What was seen of all Machines and MachineSets of a rig. */
export interface PairRecord {
  /** The moments in which both APIs might act on one. */
  bothActed(): readonly string[];
  /** How many states were looked at. */
  states(): number;
  stop(): Promise<void>;
}

/** Records all states of all Machines and MachineSets of a rig from now on. */
export async function recordPair(rig: StandInPlace): Promise<PairRecord> {
  const path = (slot: PairSlot): string => {
    const { apiVersion, kind, namespace } = rig.ref(slot, '');
    return `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`;
  };
  const records = await Promise.all([
    recordStates(rig.admin, { mapi: path('mapi'), capi: path('capi'), infra: path('infra') }),
    recordStates(rig.admin, { mapi: path('mapiSet'), capi: path('capiSet') }),
  ]);
  return {
    bothActed: () => records.flatMap((record) => record.bothActed().moments),
    states: () => records.reduce((sum, record) => sum + record.bothActed().states, 0),
    async stop() {
      await Promise.all(records.map((record) => record.stop()));
    },
  };
}
