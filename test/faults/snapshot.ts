import { asObject } from '@capstan/convert';
import { until } from '@capstan/kube/testing';
import type { Rig, Slot } from '../sync/rig.ts';
import type { ProxiedWrite } from './api-proxy.ts';

const slots: readonly Slot[] = ['mapi', 'capi', 'infra', 'mapiSet', 'capiSet', 'template'];

/** Everything that sync keeps in a rig, without what differs from run to run: uids, versions, times and namespaces. */
export async function snapshotOf(rig: Rig): Promise<unknown> {
  const lists = await Promise.all(
    slots.map(async (slot) => [slot, (await rig.list(slot)).map((object) => withoutIdentity(object))] as const),
  );
  const text = JSON.stringify(Object.fromEntries(lists));
  return JSON.parse(text.replaceAll(rig.namespaces.machineApi, 'MAPI').replaceAll(rig.namespaces.clusterApi, 'CAPI'));
}

/** As `snapshotOf`, of the moment when nothing changes any more. */
export async function settledSnapshotOf(rig: Rig): Promise<unknown> {
  let last = '';
  return until(
    'nothing to change any more',
    async () => {
      const snapshot = await snapshotOf(rig);
      const text = JSON.stringify(snapshot);
      const isSame = text === last;
      last = text;
      return isSame ? snapshot : undefined;
    },
    { intervalMs: 150 },
  );
}

/** What was made: the resource of every creation that the server has carried out, whether anyone heard of it or not. */
export function creationsOf(writes: readonly ProxiedWrite[]): string[] {
  const created = writes.filter(({ line, status }) => line.startsWith('POST ') && status === 201);
  return created.map(({ line }) => line.split('?', 1)[0]?.split('/').at(-1) ?? '').sort();
}

/** The uids of the objects, by `slot/name`. */
export async function uidsOf(rig: Rig): Promise<ReadonlyMap<string, string | undefined>> {
  const lists = await Promise.all(
    slots.map(async (slot) =>
      (await rig.list(slot)).map(({ metadata }) => [`${slot}/${metadata.name}`, metadata.uid] as const),
    ),
  );
  return new Map(lists.flat());
}

/** What belongs to one run alone. The generation counts: who writes a spec twice raises it. */
const identity: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'managedFields',
  'lastTransitionTime',
]);

function withoutIdentity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentity).toSorted(byType);
  const object = asObject(value);
  if (object === undefined) return value;
  const kept = Object.entries(object).filter(([field]) => !identity.has(field));
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutIdentity(inner)]));
}

/** Conditions, whose order says who came first and nothing else; what has no type stays where it is. */
function byType(a: unknown, b: unknown): number {
  const [one, other] = [a, b].map((each) => asObject(each)?.['type']);
  if (typeof one !== 'string' || typeof other !== 'string') return 0;
  return one < other ? -1 : one > other ? 1 : 0;
}
