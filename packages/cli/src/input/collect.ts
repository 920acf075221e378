import type { Json, JsonObject } from '@capstan/api';
import { formatPath } from '@capstan/convert';
import { isList, isObject, valueAt } from './json-guards.ts';
import type { Limits } from './limits.ts';
import type { Finding, InputObject, InputProblem, InputProblemCode, Parsed, Segment } from './problem.ts';
import { printable, quote } from './quote.ts';
import type { Interest } from './relevant.ts';

/** Where the objects and problems of one file go. */
export interface Collection {
  readonly file: string;
  /** The file was met while walking a directory: only objects of `interest` are wanted, and problems with those. */
  readonly walked: boolean;
  /** What is of interest where `walked`. */
  readonly interest: Interest;
  readonly limits: Limits;
  readonly objects: InputObject[];
  readonly problems: InputProblem[];
  /** Whether anything but blanks, comments and nulls has been there. */
  seen: boolean;
}

/** True where nothing more should be read: {@link Limits} on objects or problems are reached. */
export function isFull({ objects, problems, limits }: Collection): boolean {
  return objects.length > limits.objects || problems.length > limits.problems;
}

/** Kind and apiVersion that items of a typed list (`MachineSetList`) have when they don't say: API servers leave them out. */
interface Inherited {
  readonly apiVersion: Json | undefined;
  readonly kind: string;
}

/** Adds the object that was parsed, or the objects of the List that it is, or a problem where it is neither. */
export function collect(parsed: Parsed, into: Collection, at: readonly Segment[] = [], inherited?: Inherited): void {
  const value = valueAt(parsed.value, at) ?? null;
  if (value === null && at.length === 0) return;
  into.seen = true;
  const found: Place[] = [];
  flatten(value, at, inherited, found);
  if (!into.walked) {
    for (const finding of parsed.findingsElsewhere(found.map(({ path }) => path))) report(finding, [], into);
  }
  for (const place of found) {
    if (isFull(into)) return;
    take(place, parsed, into);
  }
}

interface Place {
  readonly path: readonly Segment[];
  readonly value: Json;
}

/** Lists in Lists are no deeper than the nesting limit lets them be, so this ends. */
function flatten(value: Json, path: readonly Segment[], inherited: Inherited | undefined, found: Place[]): void {
  if (!isObject(value)) {
    found.push({ path, value });
    return;
  }
  const list = asList(value);
  if (list === undefined) {
    const complete = inherited !== undefined && value['kind'] === undefined && value['apiVersion'] === undefined;
    found.push({ path, value: complete ? withInherited(value, inherited) : value });
    return;
  }
  list.items.forEach((item, index) => {
    flatten(item, [...path, 'items', index], list.inherited, found);
  });
}

/** The items of a `List` or typed list; undefined for anything else. */
export function asList(
  value: JsonObject,
): { readonly items: readonly Json[]; readonly inherited: Inherited | undefined } | undefined {
  const { kind, items, apiVersion } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return undefined;
  if (!isList(items) && items !== null) return undefined;
  const itemKind = kind.slice(0, -'List'.length);
  return { items: items ?? [], inherited: itemKind === '' ? undefined : { apiVersion, kind: itemKind } };
}

function withInherited(value: JsonObject, { apiVersion, kind }: Inherited): JsonObject {
  return apiVersion === undefined ? { kind, ...value } : { apiVersion, kind, ...value };
}

function take({ path, value }: Place, parsed: Parsed, into: Collection): void {
  const missing = missingFrom(value);
  const line = parsed.lineAt(path);
  if (missing !== undefined || !isObject(value)) {
    const severity = into.walked ? 'warning' : 'error';
    const [message, hint] = missing ?? ['', ''];
    into.problems.push({ file: into.file, line, code: 'NotAnObject', severity, message, hint });
    return;
  }
  if (into.walked && !into.interest.has(String(value['apiVersion']), String(value['kind']))) return;
  const findings = parsed.findingsBelow(path);
  if (findings.length === 0) {
    const lineOf = (below: readonly Segment[]): number => parsed.lineAt([...path, ...below]);
    into.objects.push({ file: into.file, line, value, lineOf });
  }
  for (const finding of findings) report(finding, path, into, describe(value));
}

function report(finding: Finding, base: readonly Segment[], into: Collection, object?: string): void {
  const { line, code, message, hint } = finding;
  const place = printable(formatPath(finding.path.slice(base.length)));
  const where = [object, place].filter((part) => part !== undefined && part !== '').join(' ');
  const text = where === '' ? message : `${where}: ${message}`;
  into.problems.push({ file: into.file, line, code, severity: 'error', message: text, hint });
}

/** Adds a problem of the file, or of the line. */
export function addProblem(
  into: Collection,
  problem: { readonly line?: number; readonly code: InputProblemCode; readonly message: string; readonly hint: string },
): void {
  into.seen = true;
  const { line, code, message, hint } = problem;
  into.problems.push({
    file: into.file,
    ...(line === undefined ? {} : { line }),
    code,
    severity: 'error',
    message,
    hint,
  });
}

function describe(value: JsonObject): string {
  const metadata = value['metadata'];
  const name = metadata !== undefined && isObject(metadata) ? metadata['name'] : undefined;
  const kind = quote(String(value['kind'])).slice(1, -1);
  return typeof name === 'string' ? `${kind}/${quote(name).slice(1, -1)}` : kind;
}

function missingFrom(value: Json): readonly [message: string, hint: string] | undefined {
  if (isList(value)) {
    return [
      'this is a list, not a Kubernetes object',
      "make it the items of a List, or give the objects singly: jq '.[]'",
    ];
  }
  if (!isObject(value)) {
    return ['this is a plain value, not a Kubernetes object', 'give objects as oc get -o yaml prints them'];
  }
  for (const field of ['apiVersion', 'kind']) {
    const content = value[field];
    if (typeof content === 'string' && content !== '') continue;
    const what =
      content === undefined || content === '' ? `has no ${field}` : `has something other than text as ${field}`;
    return [`this ${what}, so it is not a Kubernetes object`, 'give objects as oc get -o yaml prints them'];
  }
  return undefined;
}
