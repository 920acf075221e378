import type { Probe } from '@capstan/kube';
import type { OperatorState } from './operator.ts';

/** What /readyz asks: ready is also who waits for the Lease or idles with a reason, since a new start would mend neither. */
export function readyProbes(state: OperatorState): { readonly [name: string]: Probe } {
  return {
    cluster: () => (state.standing === undefined ? 'the cluster has not been looked at yet' : undefined),
    caches: () =>
      state.standing?.act === true && state.isLeader && !state.isActing ? 'the caches are being filled' : undefined,
  };
}
