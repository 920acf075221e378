import type { Target } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Authority } from '../../names.ts';
import type { Chosen } from '../choose.ts';
import type { MoveFacts, PlannedFacts } from '../facts.ts';
import type { MoveName } from '../object-name.ts';
import type { Move } from '../plan-moves.ts';

/** Something that a check has found. */
export interface Finding {
  readonly check: string;
  /** An error keeps everything where it is; a warning is shown. */
  readonly severity: 'error' | 'warning';
  /** What it is about, named as oc names it; empty for the cluster. */
  readonly objects: readonly string[];
  readonly message: string;
  readonly hint: string;
}

/** An object that has yet to change hands, with its other halves. */
export interface Mover {
  readonly name: MoveName;
  readonly object: KubeObject;
  readonly capi: KubeObject | undefined;
  readonly infra: KubeObject | undefined;
}

/** All that a check may look at. */
export interface Judged {
  readonly facts: MoveFacts & PlannedFacts;
  readonly target: Target;
  /** The authority that acts now on what is to move. */
  readonly from: Authority;
  readonly chosen: Chosen;
  readonly moves: readonly Move[];
  /** What the target API does not act on yet, nor is taking over. */
  readonly movers: readonly Mover[];
  readonly acknowledgesUnproven: boolean;
  /** A run is taken back: what only one object stands in the way of by itself keeps the others from nothing. */
  readonly isBack: boolean;
}

/** What was found, before it is known for which objects. */
export type Found = Pick<Finding, 'severity' | 'message' | 'hint'>;

/** One row of the preflight: pure, and found nothing where all is well. */
export interface Check {
  /** Stable, for scripts: lower case words with hyphens. */
  readonly name: string;
  /** What it looks for, for people. */
  readonly title: string;
  look(judged: Judged): readonly Omit<Finding, 'check'>[];
}

/** The same finding of several objects is one finding. */
export function alike(found: readonly (Found & { readonly object: string })[]): Omit<Finding, 'check'>[] {
  const groups = new Map<string, { found: Found; objects: string[] }>();
  for (const { object, severity, message, hint } of found) {
    const key = JSON.stringify([severity, message, hint]);
    const group = groups.get(key) ?? { found: { severity, message, hint }, objects: [] };
    group.objects.push(object);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ found: one, objects }) => ({ ...one, objects: [...new Set(objects)] }));
}
