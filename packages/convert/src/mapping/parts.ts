import type { ObjectShape, Shape } from '@capstan/api';
import { isObject } from './json.ts';
import type { Ref, Root, Side } from './row.ts';

/** The two APIs, as keys. */
export type ApiSide = 'mapi' | 'capi';

/** The parts of an object, one value a root; absent parts are missing. */
export type Parts = { [R in Root]?: unknown };

/** The shape of each part. */
export type PartShapes = { readonly [R in Root]?: ObjectShape };

/** The shape at a place; a place without one accepts nothing. */
export function shapeAt(shapes: PartShapes, ref: Ref): Shape {
  let shape: Shape | undefined = shapes[ref.root];
  for (const segment of ref.segments) {
    shape = shape?.type === 'object' && Object.hasOwn(shape.fields, segment) ? shape.fields[segment] : undefined;
  }
  return shape ?? { type: 'object', fields: {} };
}

/** What a side of a row finds in the parts: its value, or for several places an object of those that are there. */
export function readSide(side: Side, parts: Parts): unknown {
  if (side.kind === 'none') return undefined;
  if (side.kind === 'one') return readRef(parts, side.ref);
  const slots: { [slot: string]: unknown } = {};
  for (const slot of Object.keys(side.slots)) {
    const ref = side.slots[slot];
    const value = ref === undefined ? undefined : readRef(parts, ref);
    if (value !== undefined) slots[slot] = value;
  }
  return slots;
}

/** The value at a place, or undefined where anything on the way is missing. */
function readRef(parts: Parts, ref: Ref): unknown {
  let value = parts[ref.root];
  for (const segment of ref.segments)
    value = isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  return value;
}

/** Puts what a lens gave where the side says. */
export function writeSide(side: Side, parts: Parts, value: unknown): void {
  if (value === undefined || side.kind === 'none') return;
  if (side.kind === 'one') writeRef(parts, side.ref, value);
  else if (isObject(value)) {
    for (const [slot, ref] of Object.entries(side.slots)) writeRef(parts, ref, value[slot]);
  }
}

function writeRef(parts: Parts, ref: Ref, value: unknown): void {
  if (value === undefined) return;
  const path = [...ref.segments];
  const last = path.pop();
  const root = parts[ref.root];
  let object: { [key: string]: unknown } = isObject(root) ? root : {};
  parts[ref.root] = object;
  if (last === undefined) {
    parts[ref.root] = value;
    return;
  }
  for (const segment of path) {
    const next = object[segment];
    const child: { [key: string]: unknown } = isObject(next) ? next : {};
    object[segment] = child;
    object = child;
  }
  object[last] = value;
}
