import { asObject, textAt } from '@capstan/convert';
import type { KubeClient, KubeObject } from '@capstan/kube';

/** What the migration controllers say that objects wait for, by uid. */
export type WaitingReasons = ReadonlyMap<string, string>;

/** The controllers tell a stall once, so what was said an hour ago may still hold; longer ago it is of another time. */
const oldestMs = 60 * 60 * 1000;

/** Reads the events of the controllers about stalls. None where they cannot be read: they are for people alone. */
export async function readWaitingReasons(
  client: KubeClient,
  namespace: string,
  now: Date,
  signal: AbortSignal,
): Promise<WaitingReasons> {
  const query = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace, fieldSelector: 'type=Warning' };
  const found = await client.list(query, { signal }).catch(() => undefined);
  return latestReasons(found?.items ?? [], now);
}

/** The last word on each object. */
export function latestReasons(events: readonly KubeObject[], now: Date): WaitingReasons {
  const latest = new Map<string, { readonly at: number; readonly note: string }>();
  for (const event of events) {
    const uid = textAt(event, 'regarding', 'uid') ?? '';
    const reason = textAt(event, 'reason') ?? '';
    if (uid === '' || !(reason.startsWith('Migration') || reason === 'NotTakenUp')) continue;
    const series = asObject(event['series']);
    const at = Date.parse(textAt(series, 'lastObservedTime') ?? textAt(event, 'eventTime') ?? '');
    if (Number.isNaN(at) || at < now.getTime() - oldestMs || at < (latest.get(uid)?.at ?? 0)) continue;
    latest.set(uid, { at, note: textAt(event, 'note') ?? '' });
  }
  return new Map([...latest].map(([uid, { note }]) => [uid, note]));
}
