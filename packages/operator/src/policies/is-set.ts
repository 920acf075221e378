import type { Shape } from '@capstan/api';
import { literal } from './cel.ts';

/** A field of which nothing, or one value only, may be set. */
export interface Limit {
  /** Steps from the spec; `[]` at the end of one stands for each item of a list. */
  readonly steps: readonly string[];
  /** The one value that is allowed; undefined where none is. */
  readonly only?: string | number | boolean;
  /** True where false says the same as nothing. */
  readonly falseIsAbsent: boolean;
  /** What the value is; undefined where no schema tells. */
  readonly shape: Shape | undefined;
}

/**
 * CEL that is true while the limit holds for the spec at `root`, which is there. Empty values are as good as none: Go clients write
 * them for structs without values.
 */
export function holds(limit: Limit, root: string): string {
  return walk(root, limit.steps, 0, (path) => {
    if (limit.only !== undefined) return `!has(${path}) || ${path} == ${literal(limit.only)}`;
    return `!(${isSet(path, limit.shape, limit.falseIsAbsent)})`;
  });
}

/** The way to a limit's field: as long as there are fields, up to the first list. */
export function fieldsOf({ steps }: Limit): string[] {
  const list = steps.findIndex((step) => step.endsWith('[]'));
  return (list === -1 ? steps : steps.slice(0, list + 1)).map((step) => step.replace('[]', ''));
}

function walk(root: string, steps: readonly string[], depth: number, end: (path: string) => string): string {
  const [step = '', ...rest] = steps;
  const path = `${root}.${step.replace('[]', '')}`;
  if (step.endsWith('[]')) {
    const item = `i${depth}`;
    const each = rest.length === 0 ? 'false' : walk(item, rest, depth + 1, end);
    return `!has(${path}) || ${path}.all(${item}, ${each})`;
  }
  return rest.length === 0 ? end(path) : `!has(${path}) || (${walk(path, rest, depth, end)})`;
}

function isSet(path: string, shape: Shape | undefined, falseIsAbsent: boolean): string {
  switch (shape?.type) {
    case 'boolean':
      return falseIsAbsent ? `has(${path}) && ${path}` : `has(${path})`;
    case 'string':
    case 'array':
    case 'map':
      return `has(${path}) && size(${path}) > 0`;
    case 'object': {
      const fields = Object.entries(shape.fields).map(([name, field]) => `(${isSet(`${path}.${name}`, field, false)})`);
      return fields.length === 0 ? `has(${path})` : `has(${path}) && (${fields.join(' || ')})`;
    }
    default:
      return `has(${path})`;
  }
}
