import type { Condition } from './policy.ts';

/** What the object and the one before it have; empty maps where they have none. Each is evaluated where a rule names it. */
export const variables = {
  labels: map('labels', 'object', 'metadata.labels'),
  labelsBefore: map('labelsBefore', 'oldObject', 'metadata.labels'),
  notes: map('notes', 'object', 'metadata.annotations'),
  notesBefore: map('notesBefore', 'oldObject', 'metadata.annotations'),
  spec: map('spec', 'object', 'spec'),
  specBefore: map('specBefore', 'oldObject', 'spec'),
} as const satisfies Readonly<Record<string, Condition>>;

function map(name: string, root: string, path: string): Condition {
  const whole = `${root}.${path}`;
  return { name, expression: `${root} != null && has(${whole}) ? ${whole} : {}` };
}
