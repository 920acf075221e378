import type { Json, JsonObject, ObjectShape, Shape } from '@capstan/api';
import type { IssueCode, Segment } from '../mapping/issue.ts';
import { asObject, sortKeys } from '../mapping/json.ts';
import { type ParseProblem, parse } from '../mapping/parse.ts';
import { collectIssues, type Issues, sortIssues } from '../objects/take-apart.ts';
import type { StatusResult } from './result.ts';

/** An object whose status is converted. Reading reports what is wrong; what is left has the type that was asked for. */
export interface StatusSource {
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly status: JsonObject;
  readonly issues: Issues;
  /** Which object of the user the paths are in: an infra machine stands beside the Machine. */
  readonly of: 'self' | 'infra';
}

/**
 * Opens an object whose status is to be converted. Fields of its status that `shape` does not know are reported as good to
 * know and no more: status is not configuration, and a newer controller must not stop the older tool.
 */
export function openSource(
  object: unknown,
  expected: { readonly group: string; readonly version: string; readonly kind: string; readonly shape: ObjectShape },
): StatusSource {
  const value = asObject(object) ?? {};
  const apiVersion = `${expected.group}/${expected.version}`;
  const issues = collectIssues();
  for (const [field, wanted] of [
    ['apiVersion', apiVersion],
    ['kind', expected.kind],
  ] as const) {
    if (value[field] === wanted) continue;
    const hint = `Get the object in that version: oc get ${expected.kind.toLowerCase()}s.${expected.version}.${expected.group} -o yaml.`;
    issues.add({ code: 'WrongKind', value: value[field], message: `must be ${wanted}`, hint }, 'self', [field]);
  }
  const source = sourceOf(value, issues, 'self');
  const { shape } = expected;
  parse(shape, value['status'], (problem) => {
    if (problem.kind === 'unknown' || (problem.kind === 'type' && isObjectIn(shape, problem.segments)))
      report(source, problem, ['status']);
  });
  return source;
}

/** True where the shape has an object: what is wrong with other values is said when they are read. */
function isObjectIn(shape: ObjectShape, segments: readonly Segment[]): boolean {
  const found = segments.reduce<Shape | undefined>(
    (parent, segment) => (parent?.type === 'object' ? parent.fields[segment] : undefined),
    shape,
  );
  return found?.type === 'object';
}

/** A source of an object that has been checked elsewhere. */
export function sourceOf(object: unknown, issues: Issues, of: 'self' | 'infra'): StatusSource {
  const value = asObject(object) ?? {};
  const at = (field: string) => asObject(value[field]) ?? {};
  return { metadata: at('metadata'), spec: at('spec'), status: at('status'), issues, of };
}

/**
 * Reads a field below `status` against a shape; undefined with an error where it does not fit. Final values are meant, so
 * what the shape requires must be there. '' says nothing, as in Go.
 */
export function readField(source: StatusSource, shape: Shape, ...path: readonly string[]): unknown {
  const value = path.reduce<unknown>((parent, field) => asObject(parent)?.[field], source.status);
  if (value === '') return undefined;
  let failed = false;
  const result = parse(
    shape,
    value,
    (problem) => {
      if (problem.kind === 'unknown') return;
      failed = true;
      report(source, problem, ['status', ...path]);
    },
    'final',
  );
  return failed ? undefined : result;
}

/** As `readField`, for a string. */
export function readText(
  source: StatusSource,
  shape: Extract<Shape, { type: 'string' }>,
  ...path: readonly string[]
): string | undefined {
  const value = readField(source, shape, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** As `readField`, for a count of replicas. */
export function readCount(source: StatusSource, ...path: readonly string[]): number | undefined {
  const value = readField(source, { type: 'integer' }, ...path);
  return typeof value === 'number' ? value : undefined;
}

/** As `readField`, for a point in time. */
export function readTime(source: StatusSource, ...path: readonly string[]): string | undefined {
  const value = readText(source, { type: 'string' }, ...path);
  if (value === undefined || isTime(value)) return value;
  const hint = 'Write it as 2026-03-01T09:30:00Z.';
  source.issues.add({ code: 'InvalidValue', value, message: 'must be a time', hint }, source.of, ['status', ...path]);
  return undefined;
}

/** True for what Kubernetes takes as a time: RFC 3339. */
export function isTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/**
 * The value as the shape reads it; undefined where it is not what an API server would have stored. Fields that a newer CRD
 * adds inside it are no reason to lose the rest.
 */
export function accepted(shape: Shape, value: unknown): Json | undefined {
  let failed = false;
  const result = parse(
    shape,
    value,
    ({ kind }) => {
      failed ||= kind !== 'unknown';
    },
    'final',
  );
  return failed ? undefined : result;
}

/** The result, without what is undefined. */
export function resultOf(source: StatusSource, status: { readonly [field: string]: unknown }): StatusResult {
  return { status: asObject(sortKeys(status)) ?? {}, issues: sortIssues(source.issues.list) };
}

const codes: { readonly [K in ParseProblem['kind']]: IssueCode } = {
  unknown: 'UnknownField',
  type: 'InvalidType',
  value: 'InvalidValue',
  required: 'Required',
};

const hints: { readonly [K in ParseProblem['kind']]: string } = {
  unknown: 'Nothing to do: what a newer controller reports here has no counterpart.',
  type: 'Find out which controller wrote it; the API server would not accept it.',
  value: 'Find out which controller wrote it; the other API does not accept it.',
  required: 'Find out which controller left it out.',
};

/** Reports a problem that parsing found below `base`: an unknown field is good to know, anything else an error. */
export function report(source: StatusSource, problem: ParseProblem, base: readonly Segment[]): void {
  const { kind, value, message, segments } = problem;
  const severity = kind === 'unknown' ? 'info' : 'error';
  source.issues.add({ code: codes[kind], severity, value, message, hint: hints[kind] }, source.of, [
    ...base,
    ...segments,
  ]);
}
