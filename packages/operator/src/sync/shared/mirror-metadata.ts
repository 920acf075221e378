import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations as names } from '../../names.ts';
import { parseJson } from '../../parse-json.ts';

/** Labels or annotations. */
export type StringMap = Readonly<Record<string, string>>;

/** What a mirror's labels and annotations are made of. */
export interface MirrorMetadata {
  readonly existing: KubeObject | undefined;
  /** What the conversion gave. */
  readonly converted: { readonly labels: StringMap; readonly annotations: StringMap };
  /** What the operator itself writes; null takes a key away. */
  readonly own: {
    readonly labels: Readonly<Record<string, string | null>>;
    readonly annotations: Readonly<Record<string, string | null>>;
  };
  /** Keys that another controller has a say in at the moment: they stay as they are. */
  readonly foreign?: { readonly labels: ReadonlySet<string>; readonly annotations: ReadonlySet<string> };
}

/**
 * The labels and annotations that a mirror should have. What the source has is copied, what it has lost is taken away, and
 * what others put on the mirror stays. Which is which tells the record that the last synchronization left on it: of a mirror
 * that another made, there is no telling, so nothing is taken away.
 */
export function mirrorMetadata({ existing, converted, own, foreign }: MirrorMetadata): {
  readonly labels: StringMap;
  readonly annotations: StringMap;
} {
  const before = recordOf(existing);
  const labels = merge(existing?.metadata.labels, converted.labels, before.labels, foreign?.labels);
  const annotations = merge(
    existing?.metadata.annotations,
    converted.annotations,
    before.annotations,
    foreign?.annotations,
  );
  const all = { ...annotations, [names.mirrored]: recordText(converted) };
  return { labels: withOwn(labels, own.labels), annotations: withOwn(all, own.annotations) };
}

/** What Machine API says of an instance in metadata: the conversion makes it anew each time, so it is never anyone else's. */
const rebuilt: ReadonlySet<string> = new Set(
  ['instance-state', 'instance-type', 'region', 'zone'].map((name) => `machine.openshift.io/${name}`),
);

/** The record of which keys a mirror has from its source; without what is rebuilt, which comes and goes with the instance. */
export function recordText({ labels, annotations }: MirrorMetadata['converted']): string {
  const keys = (map: StringMap) =>
    Object.keys(map)
      .filter((key) => !rebuilt.has(key))
      .sort();
  return JSON.stringify({ annotations: keys(annotations), labels: keys(labels) });
}

function withOwn(map: StringMap, own: Readonly<Record<string, string | null>>): StringMap {
  const all: Record<string, string> = { ...map };
  for (const [key, value] of Object.entries(own)) {
    if (value === null) delete all[key];
    else all[key] = value;
  }
  return all;
}

function merge(
  existing: StringMap = {},
  converted: StringMap,
  before: ReadonlySet<string>,
  foreign: ReadonlySet<string> = new Set(),
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [key, value] of Object.entries(existing)) {
    if (!before.has(key) || foreign.has(key)) merged[key] = value;
  }
  for (const [key, value] of Object.entries(converted)) {
    if (!foreign.has(key) || existing[key] === undefined) merged[key] = value;
  }
  return merged;
}

function recordOf(object: KubeObject | undefined): {
  readonly labels: ReadonlySet<string>;
  readonly annotations: ReadonlySet<string>;
} {
  // Damaged by hand it is as if there were none.
  const record = asObject(parseJson(object?.metadata.annotations?.[names.mirrored] ?? ''));
  const keys = (list: unknown) =>
    new Set([...(Array.isArray(list) ? list.filter((key) => typeof key === 'string') : []), ...rebuilt]);
  return { labels: keys(record?.['labels']), annotations: keys(record?.['annotations']) };
}
