/** Turns a JSON schema (a CRD's, or one of openshift/api's OpenAPI definitions) into the source text of a Shape. */

/** The parts of a JSON schema that say something about a value. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
}

/** Finds the schema that a `$ref` names; a CRD has none. */
export type Resolve = (ref: string) => Schema;

/**
 * The shape of `schema` as TypeScript source. Descriptions, CEL rules and formats other than int32 are left out; `{ type: 'any' }` stands
 * for what a schema leaves open (preserved unknown fields, int-or-string).
 */
export function shapeText(schema: Schema, resolve: Resolve): string {
  const { $ref, allOf } = schema;
  const target = $ref ?? allOf?.[0]?.$ref;
  if (target !== undefined) return shapeText(resolve(target), resolve);
  // Text or number: Go's IntOrString.
  if (schema.format === 'int-or-string') return "{ type: 'any' }";
  switch (schema.type) {
    case 'string':
      return literal({
        type: "'string'",
        enum: schema.enum && `[${schema.enum.map((value) => JSON.stringify(value)).join(', ')}]`,
        pattern: schema.pattern && JSON.stringify(schema.pattern),
        min: schema.minLength || undefined,
        max: schema.maxLength,
        default: defaultOf(schema, 'string'),
      });
    case 'integer':
    case 'number':
      return literal({
        type: `'${schema.type}'`,
        min: schema.minimum ?? (schema.format === 'int32' ? -(2 ** 31) : undefined),
        max: schema.maximum ?? (schema.format === 'int32' ? 2 ** 31 - 1 : undefined),
        default: defaultOf(schema, 'number'),
      });
    case 'boolean':
      return literal({ type: "'boolean'", default: defaultOf(schema, 'boolean') });
    case 'array':
      return literal({
        type: "'array'",
        items: shapeText(schema.items ?? {}, resolve),
        min: schema.minItems,
        max: schema.maxItems,
      });
    case 'object':
      return objectText(schema, resolve);
    default:
      return "{ type: 'any' }";
  }
}

function objectText(schema: Schema, resolve: Resolve): string {
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${shapeText(field, resolve)}`);
    return literal({
      type: "'object'",
      fields: `{ ${fields.join(', ')} }`,
      required: schema.required && `[${schema.required.map((name) => JSON.stringify(name)).join(', ')}]`,
    });
  }
  if (typeof schema.additionalProperties === 'object') {
    return literal({ type: "'map'", values: shapeText(schema.additionalProperties, resolve) });
  }
  return "{ type: 'any' }";
}

/** Go's OpenAPI generator writes the zero value of a type as its default; that is no default of the API. */
function defaultOf(schema: Schema, type: 'string' | 'number' | 'boolean'): string | undefined {
  const value = schema.default;
  const isZero = value === '' || value === 0 || value === false;
  return typeof value === type && !isZero ? JSON.stringify(value) : undefined;
}

function literal(parts: Readonly<Record<string, string | number | undefined>>): string {
  const written = Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return `{ ${written.join(', ')} }`;
}
