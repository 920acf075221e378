import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations } from '../../names.ts';
import { conditionOf, isPaused, statusOf } from './object.ts';

/** Where an object is between the two APIs. */
export type Course =
  /** Nothing is asked: the API that acts is the one that is wanted. */
  | { readonly kind: 'settled'; readonly authority: Authority }
  /** Neither API has been acknowledged: the object is new. */
  | { readonly kind: 'new'; readonly wanted: Authority }
  | { readonly kind: 'asked'; readonly from: Authority; readonly to: Authority }
  /** Neither API acts. `to` is the opposite of the API that acted last, whatever spec says by now. */
  | { readonly kind: 'migrating'; readonly from: Authority; readonly to: Authority; readonly isCancelled: boolean }
  /** Migrating, and nothing on the object says from where. */
  | { readonly kind: 'unclear' };

/** Reads it from the Machine API object, and from its Cluster API objects where that does not say enough. */
export function courseOf(mapi: KubeObject, halves: readonly (KubeObject | undefined)[] = []): Course {
  const wanted = authorityAt(asObject(mapi['spec'])?.['authoritativeAPI']) ?? 'MachineAPI';
  const said = statusOf(mapi)['authoritativeAPI'];
  if (said === 'Migrating') {
    const from = cameFrom(mapi) ?? guessFrom(wanted, halves);
    return from === undefined
      ? { kind: 'unclear' }
      : { kind: 'migrating', from, to: otherThan(from), isCancelled: wanted === from };
  }
  const authority = authorityAt(said);
  if (authority === undefined) return { kind: 'new', wanted };
  return authority === wanted ? { kind: 'settled', authority } : { kind: 'asked', from: authority, to: wanted };
}

/**
 * The API that acted before Migrating. The in-tree controller does not record it: then what the last synchronization said tells
 * it, whose words name the side that was copied.
 */
function cameFrom(mapi: KubeObject): Authority | undefined {
  const { synchronizedAPI } = statusOf(mapi);
  const recorded =
    authorityAt(synchronizedAPI) ?? authorityAt(mapi.metadata.annotations?.[annotations.synchronizedApi]);
  if (recorded !== undefined) return recorded;
  const said = conditionOf(mapi, 'Synchronized')?.['message'];
  const side = /^Successfully synchronized (MAPI|CAPI) /.exec(typeof said === 'string' ? said : '')?.[1];
  if (side === undefined) return undefined;
  return side === 'MAPI' ? 'MachineAPI' : 'ClusterAPI';
}

/**
 * Where nothing was ever said, from the opposite of what is wanted. But if that is Machine API and all is paused, it may as well be
 * a migration to Cluster API that was taken back: to copy the wrong side would lose what was changed on the other.
 */
function guessFrom(wanted: Authority, halves: readonly (KubeObject | undefined)[]): Authority | undefined {
  if (wanted === 'ClusterAPI') return 'MachineAPI';
  return halves.some((half) => half !== undefined && !isPaused(half)) ? 'ClusterAPI' : undefined;
}

function authorityAt(value: unknown): Authority | undefined {
  return value === 'MachineAPI' || value === 'ClusterAPI' ? value : undefined;
}

/** The other API. */
export function otherThan(authority: Authority): Authority {
  return authority === 'MachineAPI' ? 'ClusterAPI' : 'MachineAPI';
}

/** An API's name for people. */
export function apiName(authority: Authority): string {
  return authority === 'MachineAPI' ? 'Machine API' : 'Cluster API';
}
