import { asObject } from '@capstan/convert';
import type { Rig, Slot } from '../sync/rig.ts';

const slots: readonly Slot[] = ['mapi', 'capi', 'infra', 'mapiSet', 'capiSet', 'template'];

/** Everything that sync keeps in a rig, without what differs from run to run: uids, versions, times and namespaces. */
export async function snapshotOf(rig: Rig): Promise<unknown> {
  const lists = await Promise.all(
    slots.map(async (slot) => [slot, (await rig.list(slot)).map((object) => withoutIdentity(object))] as const),
  );
  const text = JSON.stringify(Object.fromEntries(lists));
  return JSON.parse(text.replaceAll(rig.namespaces.machineApi, 'MAPI').replaceAll(rig.namespaces.clusterApi, 'CAPI'));
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
  if (Array.isArray(value)) return value.map(withoutIdentity);
  const object = asObject(value);
  if (object === undefined) return value;
  const kept = Object.entries(object).filter(([field]) => !identity.has(field));
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutIdentity(inner)]));
}
