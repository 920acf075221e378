import type { KubeObject } from '@capstan/kube';
import { acknowledgedBy, isActive } from '../migration/shared/acknowledged.ts';
import { conditionOf, statusOf } from '../sync/shared/object.ts';

/** Who has the authority and does not act, and for how long. */
export interface NotActing {
  readonly authority: 'MachineAPI' | 'ClusterAPI';
  readonly seconds: number;
}

/**
 * Whether the API that has the authority over a pair does not say (`Paused=False`) that it acts, on any of its objects: `halves` are those of
 * Cluster API. Since when is since the pair was last synchronized anew or the controller last spoke, whichever is later. Undefined where
 * it acts, and where nothing has been synchronized yet. `now` in milliseconds.
 */
export function notActing(mapi: KubeObject, halves: readonly KubeObject[], now: number): NotActing | undefined {
  const { authoritativeAPI: authority } = statusOf(mapi);
  if (authority !== 'MachineAPI' && authority !== 'ClusterAPI') return undefined;
  const synchronized = conditionOf(mapi, 'Synchronized');
  if (synchronized === undefined) return undefined;
  const silent = (authority === 'MachineAPI' ? [mapi] : halves).filter((object) => !isActive(object));
  if (silent.length === 0) return undefined;
  const spoken = silent.map((object) => acknowledgedBy(object)?.since ?? 0);
  const since = Math.max(Date.parse(String(synchronized['lastTransitionTime'])) || 0, ...spoken);
  return { authority, seconds: Math.max(0, now - since) / 1000 };
}
