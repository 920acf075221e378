import type { FieldDoc } from '@capstan/convert';

/** As much of a JSON schema as has properties in it. */
interface Schema {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly items?: Schema | undefined;
  readonly $ref?: string | undefined;
  readonly allOf?: readonly Schema[] | undefined;
}

/**
 * The properties of a schema, by path, that no row tells of. A property is told of by a row for it, for one above it that
 * takes whole values, or for all that is below it.
 */
export function uncoveredProperties(
  schema: Schema,
  fields: readonly FieldDoc[],
  side: 'mapi' | 'capi',
  definitions: Readonly<Record<string, Schema>> = {},
): string[] {
  const own = fields.flatMap((field) => {
    const path = field[side];
    return path === undefined || path.startsWith('$') ? [] : [{ path, isWhole: field.whole ?? false }];
  });
  const exact = new Set(own.map(({ path }) => path));
  const whole = own.filter(({ isWhole }) => isWhole).map(({ path }) => path);
  return leaves(schema, '', definitions).filter(
    (leaf) => !exact.has(leaf) && !whole.some((path) => leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`)),
  );
}

function leaves(schema: Schema, path: string, definitions: Readonly<Record<string, Schema>>): string[] {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  // ObjectMeta inside a provider spec has one row for all of it.
  if (reference?.endsWith('.meta.v1.ObjectMeta')) return [path];
  if (reference !== undefined)
    return leaves(definitions[reference.replace('#/definitions/', '')] ?? {}, path, definitions);
  if (schema.items !== undefined) {
    const below = leaves(schema.items, `${path}[]`, definitions);
    return below.length === 1 && below[0] === `${path}[]` ? [path] : below;
  }
  if (schema.properties === undefined) return [path];
  return Object.entries(schema.properties).flatMap(([name, property]) =>
    leaves(property, path === '' ? name : `${path}.${name}`, definitions),
  );
}
