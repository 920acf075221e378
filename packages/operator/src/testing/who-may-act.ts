import type { KubeObject } from '@capstan/kube';
import { acknowledgedBy } from '../migration/shared/acknowledged.ts';
import type { Authority } from '../names.ts';
import { isPaused, statusOf } from '../sync/shared/object.ts';

/** A Machine's objects, as far as they are there. */
export interface MachineObjects {
  readonly mapi: KubeObject | undefined;
  readonly capi: KubeObject | undefined;
  readonly infra: KubeObject | undefined;
}

/**
 * The APIs whose controllers act on a machine at this moment, or may: they have not said that they have stopped. More than one at
 * any time is the worst that can happen.
 */
export function whoMayAct({ mapi, capi, infra }: MachineObjects): readonly Authority[] {
  const said = mapi && statusOf(mapi)['authoritativeAPI'];
  const machineApi =
    mapi !== undefined && said !== undefined && (said === 'MachineAPI' || acknowledgedBy(mapi)?.isPaused === false);
  const clusterApi = [capi, infra].some(
    (half) => half !== undefined && (!isPaused(half) || acknowledgedBy(half)?.isPaused === false),
  );
  return [...(machineApi ? (['MachineAPI'] as const) : []), ...(clusterApi ? (['ClusterAPI'] as const) : [])];
}
