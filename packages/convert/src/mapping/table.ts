import type { Json, ObjectShape } from '@capstan/api';
import { canonOf, equalityOf, residueOf, restore } from './carry.ts';
import { followUps } from './follow-ups.ts';
import { type IssueCode, makeScope, type Problem, type Segment, silentScope } from './issue.ts';
import { setOwn } from './json.ts';
import { effective } from './lens.ts';
import { parse } from './parse.ts';
import { type ApiSide, type PartShapes, type Parts, readSide, writeSide } from './parts.ts';
import { placeOf, type Root, type Row, type Side } from './row.ts';
import { checkTarget, isError } from './target-check.ts';

/** `toCapi`: from Machine API to Cluster API. */
export type Direction = 'toCapi' | 'toMapi';

/** A mapping table with what the engine needs to run it. */
export interface Table<C> {
  readonly rows: readonly Row<C>[];
  readonly shapes: { readonly [S in ApiSide]: PartShapes };
}

/** An issue that still has to be given its place in the user's object. */
export interface PartIssue {
  readonly problem: Problem;
  readonly root: Root;
  readonly segments: readonly Segment[];
}

/** What a run makes. `carried` is what the target does not tell of the source, by row. */
export interface RunResult {
  readonly parts: Parts;
  readonly carried: { readonly [row: string]: Json };
  readonly issues: readonly PartIssue[];
}

/** What was carried on the source object and is to be given back to the target, by row. */
export type Kept = { readonly [row: string]: Json };

/** The side that a direction starts from, and the one it ends at. */
export function sides(direction: Direction): { source: ApiSide; target: ApiSide } {
  return direction === 'toCapi' ? { source: 'mapi', target: 'capi' } : { source: 'capi', target: 'mapi' };
}

/**
 * Runs a table over the parts of one object. Every row is tried, so that all issues come at once; where any is an error
 * the result's parts are not to be used. The input is only read.
 */
export function run<C>(
  table: Table<C>,
  direction: Direction,
  input: Parts,
  context: C,
  remembered: Kept = {},
): RunResult {
  const { source, target } = sides(direction);
  const issues: PartIssue[] = [];
  let errors = 0;
  const push = (issue: PartIssue): void => {
    issues.push(issue);
    if (isError(issue)) errors++;
  };
  const parsed = parseParts(table.shapes[source], input, push);
  const parts: Parts = {};
  const carried: { [row: string]: Json } = {};
  // One scope for all rows, looking at the current one: thousands of objects pass through here.
  let current: Side = { kind: 'none' };
  const isFollowUp = followUps(issues.filter(({ problem }) => problem.code !== 'UnknownField'));
  const scope = makeScope(context, (problem, at) => {
    const issue = { problem, ...placeOf(current, at) };
    if (!isFollowUp(current, issue)) push(issue);
  });
  const remarks = makeScope(context, (problem, at) => {
    const issue = { problem, ...placeOf(current, at) };
    if (!isError(issue)) push(issue);
  });
  const silent = silentScope(context);
  for (const row of table.rows) {
    const errorsBefore = errors;
    current = row[source];
    const kept = Object.hasOwn(remembered, row.name) ? remembered[row.name] : undefined;
    if (current.kind === 'none' && kept === undefined) {
      // Nothing to read, and so nothing to lose.
      writeSide(row[target], parts, row.lens[direction](undefined, scope));
      continue;
    }
    const value = effective(equalityOf(row, source), readSide(current, parsed), context);
    const restored = kept === undefined ? undefined : restore(table, row, direction, value, silent, kept);
    const out = restored === undefined ? row.lens[direction](value, scope) : restored.value;
    // Only a part of the value was carried; of the rest there may still be something to say, if no error.
    if (restored !== undefined && row.lens.residues !== undefined) row.lens[direction](value, remarks);
    writeSide(row[target], parts, out);
    if (errors > errorsBefore) continue;
    const residue = residueOf(row, direction, value, out, silent);
    if (residue !== undefined) setOwn(carried, row.name, residue);
  }
  checkTarget(table, direction, parts, issues);
  return { parts, carried, issues };
}

/**
 * The meaning of one side's parts: for each row the value in a form in which equal meaning is deep equality. Two
 * objects with the same canonical form may be exchanged for each other.
 */
export function canonicalParts<C>(
  table: Table<C>,
  side: ApiSide,
  input: Parts,
  context: C,
): { [row: string]: unknown } {
  const parsed = parseParts(table.shapes[side], input, () => {});
  const form: { [row: string]: unknown } = {};
  for (const row of table.rows) {
    const value = canonOf(row, side, readSide(row[side], parsed), context);
    if (value !== undefined) form[row.name] = value;
  }
  return form;
}

function parseParts(shapes: PartShapes, input: Parts, report: (issue: PartIssue) => void): Parts {
  const parsed: Parts = {};
  for (const [root, shape] of Object.entries(shapes) as [Root, ObjectShape][]) {
    parsed[root] = parse(shape, input[root], ({ kind, segments, value, message }) => {
      report({ root, segments, problem: { ...parseProblems[kind], value, message } });
    });
  }
  return parsed;
}

const parseProblems: {
  readonly [kind in 'unknown' | 'type' | 'value' | 'required']: { code: IssueCode; hint: string };
} = {
  unknown: { code: 'UnknownField', hint: 'Correct the name, or remove the field.' },
  type: { code: 'InvalidType', hint: 'Correct the value.' },
  value: { code: 'InvalidValue', hint: 'Correct the value.' },
  required: { code: 'Required', hint: 'Add the field.' },
};
