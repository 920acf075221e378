import type { JsonObject } from '@capstan/api';
import { type Unworded, check as worded } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';

/** A rule whose sentence is also the message where it is broken, written as the part of a sentence that messages are. */
export function check(rule: string, find: (spec: JsonObject) => readonly Unworded[]): Check {
  const message = `${rule.charAt(0).toLowerCase()}${rule.slice(1).replace(/\.$/, '')}`;
  return worded(rule, (spec) => find(spec).map((finding) => ({ message, ...finding })));
}
