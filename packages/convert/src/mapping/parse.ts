import type { Json, ObjectShape, Shape } from '@capstan/api';
import type { Segment } from './issue.ts';
import { isObject, setOwn } from './json.ts';

/** What parsing found wrong at a path. `unknown`: no such field; `type`, `value`: the field exists and this is not for it. */
export interface ParseProblem {
  readonly kind: 'unknown' | 'type' | 'value' | 'required';
  readonly segments: readonly Segment[];
  readonly value: unknown;
  readonly message: string;
}

type Report = (problem: ParseProblem) => void;

/** `item`: as input, inside a list. */
type Mode = 'input' | 'item' | 'final';

/**
 * Reads a value against a shape. What comes back holds only what the shape knows, with the right types; everything else
 * has been reported. null counts as absent, as it does for Go.
 *
 * `input` is lenient: a file that no API server has seen may lack what a webhook would add, so required fields are checked
 * only in items of lists (which no webhook makes up), and '' and 0 pass as Go's absent. `final` is what an API server does.
 */
export function parse(
  shape: Shape,
  value: unknown,
  report: Report,
  mode: 'input' | 'final' = 'input',
): Json | undefined {
  return read(shape, value, [], report, mode);
}

/** `path` is one list for the whole walk: pushed and popped, copied only into reports. */
function read(shape: Shape, value: unknown, path: Segment[], report: Report, mode: Mode): Json | undefined {
  if (value === null || value === undefined) return undefined;
  switch (shape.type) {
    case 'string': {
      if (typeof value !== 'string') return wrongType(report, path, value, 'a string');
      // '' is Go's absent; only where the value is final does it have to satisfy the schema. Where no '' can ever be meant
      // it is taken away, so that it cannot come back from what is carried.
      if (value === '' && mode !== 'final')
        return shape.enum !== undefined || shape.min !== undefined ? undefined : value;
      const fault = stringFault(shape, value);
      return fault === undefined ? value : refused(report, path, value, fault);
    }
    case 'integer':
    case 'number': {
      const isRight = typeof value === 'number' && (shape.type === 'number' || Number.isSafeInteger(value));
      if (!isRight) return wrongType(report, path, value, shape.type === 'integer' ? 'an integer' : 'a number');
      if (value === 0 && mode !== 'final') return 0;
      if (shape.min !== undefined && value < shape.min)
        return refused(report, path, value, `must be at least ${shape.min}`);
      if (shape.max !== undefined && value > shape.max)
        return refused(report, path, value, `must be at most ${shape.max}`);
      return value;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType(report, path, value, 'true or false');
    case 'array': {
      if (!Array.isArray(value)) return wrongType(report, path, value, 'a list');
      const { min, max, items } = shape;
      if (max !== undefined && value.length > max)
        return refused(report, path, value, `must have at most ${max} items`);
      if (mode === 'final' && min !== undefined && value.length < min)
        return refused(report, path, value, `must have at least ${min} items`);
      return value.map((item, index) => {
        if (item === null)
          report({ kind: 'type', segments: [...path, index], value, message: 'must not be null inside a list' });
        return readAt(index, items, item, path, report, mode === 'final' ? mode : 'item') ?? blank(items);
      });
    }
    case 'map': {
      if (!isObject(value)) return wrongType(report, path, value, 'a map');
      const map: { [key: string]: Json } = {};
      for (const key of Object.keys(value)) {
        // Go would read null as '' here: the key stays. Which of the two was meant is not for us to say.
        if (value[key] === null)
          report({ kind: 'type', segments: [...path, key], value: null, message: 'must not be null inside a map' });
        const entry = readAt(key, shape.values, value[key], path, report, mode);
        if (entry !== undefined) setOwn(map, key, entry);
      }
      return map;
    }
    case 'object':
      return isObject(value)
        ? readObject(shape, value, path, report, mode)
        : wrongType(report, path, value, 'an object');
    case 'any':
      return value as Json;
  }
}

function readAt(
  segment: Segment,
  shape: Shape,
  value: unknown,
  path: Segment[],
  report: Report,
  mode: Mode,
): Json | undefined {
  path.push(segment);
  const result = read(shape, value, path, report, mode);
  path.pop();
  return result;
}

function stringFault(shape: Extract<Shape, { type: 'string' }>, value: string): string | undefined {
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    return `must be one of ${shape.enum.filter((name) => name !== '').join(', ')}`;
  }
  if (shape.pattern !== undefined && !regexOf(shape.pattern).test(value)) return `must match ${shape.pattern}`;
  if (shape.min !== undefined && lengthOf(value) < shape.min) return `must have at least ${shape.min} characters`;
  if (shape.max !== undefined && lengthOf(value) > shape.max) return `must have at most ${shape.max} characters`;
  return undefined;
}

/** The API server counts characters, JavaScript their halves in UTF-16. */
function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;
}

function wrongType(report: Report, segments: readonly Segment[], value: unknown, expected: string): undefined {
  report({ kind: 'type', segments: [...segments], value, message: `must be ${expected}, is ${nameOf(value)}` });
  return undefined;
}

function refused(report: Report, segments: readonly Segment[], value: unknown, message: string): undefined {
  report({ kind: 'value', segments: [...segments], value, message });
  return undefined;
}

function readObject(
  shape: ObjectShape,
  value: { readonly [key: string]: unknown },
  path: Segment[],
  report: Report,
  mode: Mode,
): Json {
  const object: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) {
    const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    if (field === undefined) {
      report({ kind: 'unknown', segments: [...path, key], value: value[key], message: didYouMean(key, shape) });
      continue;
    }
    const entry = readAt(key, field, value[key], path, report, mode);
    if (entry !== undefined) object[key] = entry;
  }
  for (const key of mode === 'input' ? [] : (shape.required ?? [])) {
    const field = shape.fields[key];
    const isMissing = value[key] === undefined || value[key] === null;
    // '' for a required word or name is no absent value that a webhook would replace.
    const isBlank =
      mode === 'item' && value[key] === '' && field?.type === 'string' && (field.enum ?? field.min) !== undefined;
    if (isMissing || isBlank)
      report({ kind: 'required', segments: [...path, key], value: value[key], message: 'is required' });
  }
  return object;
}

/** Keeps the place of an item that was reported, so that the items after it keep their index. */
function blank(shape: Shape): Json {
  if (shape.type === 'string') return shape.enum?.[0] ?? '';
  if (shape.type === 'integer' || shape.type === 'number') return 0;
  if (shape.type === 'boolean') return false;
  return shape.type === 'array' ? [] : {};
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  // Without the text, which may be a secret; who reports knows whether to repeat it.
  if (typeof value === 'string') return 'a string';
  return `${typeof value} ${String(value)}`;
}

function didYouMean(key: string, shape: ObjectShape): string {
  const near = Object.keys(shape.fields).find((name) => name.toLowerCase() === key.toLowerCase());
  return near === undefined ? 'no such field' : `no such field; did you mean ${near}?`;
}

const regexes = new Map<string, RegExp>();

function regexOf(pattern: string): RegExp {
  let regex = regexes.get(pattern);
  if (regex === undefined) {
    regex = new RegExp(pattern);
    regexes.set(pattern, regex);
  }
  return regex;
}
