import type { JsonObject } from '@capstan/api';
import type { Segment } from '../../mapping/issue.ts';
import type { Check, Finding } from '../../objects/platform.ts';

/** A rule whose sentence is also the message where it is broken. */
export function check(rule: string, find: (spec: JsonObject) => readonly Omit<Finding, 'message'>[]): Check {
  const message = `${rule.charAt(0).toLowerCase()}${rule.slice(1).replace(/\.$/, '')}`;
  return { rule, find: (spec) => find(spec).map((finding) => ({ ...finding, message })) };
}

/** Fields that cannot stand together. */
export function conflict(at: readonly Segment[], hint: string): Omit<Finding, 'message'>[] {
  return [{ code: 'Conflict', at, hint }];
}
