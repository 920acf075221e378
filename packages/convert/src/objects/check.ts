import type { JsonObject } from '@capstan/api';
import type { Segment } from '../mapping/issue.ts';
import type { Check, Finding } from './platform.ts';

/** A finding that may leave its message to the rule. */
export type Unworded = Omit<Finding, 'message'> & { readonly message?: string };

/** A rule whose sentence is also the message where it is broken. */
export function check(rule: string, find: (spec: JsonObject) => readonly Unworded[]): Check {
  return { rule, find: (spec) => find(spec).map((finding) => ({ message: rule, ...finding })) };
}

/** Fields that cannot stand together. */
export function conflict(at: readonly Segment[], hint: string): Unworded[] {
  return [{ code: 'Conflict', at, hint }];
}
