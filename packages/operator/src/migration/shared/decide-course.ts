import type { KubeObject } from '@capstan/kube';
import type { Decision } from '../../engine/decision.ts';
import type { Authority } from '../../names.ts';
import { type Course, courseOf } from '../../sync/shared/course.ts';
import type { Environment } from '../../sync/shared/environment.ts';
import { held, type Options, unclear, whileNew } from './hold.ts';
import { isLastWord, lastWord } from './last-word.ts';
import { type Obstacle, passing, standing } from './obstacle.ts';
import { notTakenUp } from './taken-up.ts';
import { beginStep, stepDecision } from './writes.ts';

export type Asked = Extract<Course, { kind: 'asked' }>;
export type Migrating = Extract<Course, { kind: 'migrating' }>;

type Halves = readonly (KubeObject | undefined)[];

/** What differs between kinds of objects. */
export interface Ways<Slot extends string> {
  /** What sync has left to do, what it leaves to the migration included. */
  plan(): Decision<Slot>;
  /** The first precondition that does not hold; undefined where it may begin. */
  obstacle(course: Asked, plan: Decision<Slot>): Obstacle | undefined;
  migrating(course: Migrating): Decision<Slot>;
}

/** What is decided about an object of any kind by where it is between the two APIs. `halves` are its Cluster API objects. */
export function decideCourse<Slot extends string>(
  mapi: KubeObject,
  halves: Halves,
  { now, holdsSynchronizedApi }: Pick<Environment, 'now' | 'holdsSynchronizedApi'>,
  { begins }: Options,
  ways: Ways<Slot>,
): Decision<Slot | 'mapi'> {
  const course = courseOf(mapi, halves);
  switch (course.kind) {
    case 'new':
    case 'settled':
      return decideAtRest(course, mapi, halves, now);
    case 'unclear':
      return unclear(mapi);
    case 'asked': {
      if (!begins) return { kind: 'done' };
      const plan = ways.plan();
      const obstacle = ways.obstacle(course, plan);
      // What is left to say is said with the beginning, or before the waiting.
      if (obstacle !== undefined) return isLastWord(plan) ? plan : held(obstacle);
      return stepDecision(beginStep(mapi, course, holdsSynchronizedApi, lastWord(plan)));
    }
    case 'migrating':
      return ways.migrating(course);
  }
}

/** As `decideCourse`, for an object that nobody wants to move: a memory of it will do. */
export function decideAtRest(
  course: Extract<Course, { kind: 'new' | 'settled' }>,
  mapi: KubeObject,
  halves: Halves,
  now: string,
): Decision<'mapi'> {
  if (course.kind === 'new') return whileNew(mapi, course.wanted, now);
  const silence = notTakenUp(mapi, actingOf(course.authority, mapi, halves), course.authority, now);
  return silence === undefined ? { kind: 'done' } : { kind: 'wait', ...silence };
}

/** The objects by which an API shows that it acts. */
export function actingOf(authority: Authority, mapi: KubeObject, halves: Halves): Halves {
  return authority === 'MachineAPI' ? [mapi] : halves;
}

/** What sync has left to do, which comes before a migration. */
export function notInStep(plan: Decision<string>): Obstacle | undefined {
  if (plan.kind === 'done' || isLastWord(plan)) return undefined;
  if (plan.kind === 'failed') return standing(`it is not synchronized: ${plan.failure.message}`);
  return passing(plan.kind === 'wait' ? plan.for : 'the last changes to be synchronized');
}
