import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { conditionOf, ownersOf } from '../sync/shared/object.ts';
import type { Ages } from './ages.ts';
import { authorityWrittenAt, transitOf } from './authority-times.ts';
import { notActing } from './not-acting.ts';

/** One line of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What else there is to know for a metric. */
export interface SampleContext {
  /** In milliseconds. */
  readonly now: number;
  readonly ages: Ages;
  /** The Cluster API objects of a Machine API object, as far as they are there. */
  halvesOf(object: KubeObject): readonly KubeObject[];
}

/** What a metric tells of an object of Machine API; undefined for nothing. */
export type SampleOf = (object: KubeObject, context: SampleContext) => Sample | undefined;

/** True for what the operator keeps: a ControlPlaneMachineSet's machines are left alone, so nothing is told of them. */
export function isKept(object: KubeObject): boolean {
  return !ownersOf(object).some(({ kind }) => kind === 'ControlPlaneMachineSet');
}

/** What each gauge of objects tells of one. */
export const samplesOf = {
  capstan_authority: (object) => ({
    labels: {
      ...identity(object),
      wanted: textAt(object, 'spec', 'authoritativeAPI') ?? '',
      acknowledged: textAt(object, 'status', 'authoritativeAPI') ?? '',
    },
    value: 1,
  }),
  capstan_synchronized(object) {
    const { isTrue, reason } = verdictOf(object);
    return { labels: { ...identity(object), reason }, value: isTrue ? 1 : 0 };
  },
  capstan_unsynchronized_seconds(object, { now }) {
    const { isTrue, reason, since } = verdictOf(object);
    if (isTrue) return undefined;
    return { labels: { ...identity(object), reason }, value: secondsSince(since, now) };
  },
  capstan_migration_requested_seconds: (object, { ages }) => ageOf('requested', object, ages),
  capstan_migrating_seconds: (object, { ages }) => ageOf('migrating', object, ages),
  capstan_not_acting_seconds(object, { now, halvesOf }) {
    const silence = notActing(object, halvesOf(object), now);
    return silence && { labels: { ...identity(object), authority: silence.authority }, value: silence.seconds };
  },
} as const satisfies Readonly<Record<string, SampleOf>>;

function ageOf(transit: 'requested' | 'migrating', object: KubeObject, ages: Ages): Sample | undefined {
  if (transitOf(object) !== transit) return undefined;
  const key = `${transit} ${object.metadata.uid} ${textAt(object, 'status', 'authoritativeAPI')}`;
  return { labels: identity(object), value: ages.of(key, authorityWrittenAt(object)) };
}

function identity({ kind, metadata }: KubeObject) {
  return { kind, name: metadata.name };
}

/** Since when is the condition's own word, which a restart does not change; without one it is the object's whole life. */
function verdictOf(object: KubeObject) {
  const said = conditionOf(object, 'Synchronized');
  return {
    isTrue: said?.['status'] === 'True',
    reason: textAt(said, 'reason') ?? '',
    since: textAt(said, 'lastTransitionTime') ?? textAt(object, 'metadata', 'creationTimestamp') ?? '',
  };
}

/** Never less than none: the API server's clock may be ahead. */
function secondsSince(time: string, now: number): number {
  const since = Date.parse(time);
  return Number.isNaN(since) ? 0 : Math.max(0, now - since) / 1000;
}
