import { isRecord } from '@capstan/kube/testing';

/** A JSON schema as CRDs and OpenAPI documents have it: the keywords that lead deeper are typed, the others are kept. */
export interface JsonSchema {
  type?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  required?: string[];
  $ref?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  [keyword: string]: unknown;
}

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isSchemaList: Check = (value) => Array.isArray(value) && value.every(isJsonSchema);

const keywords: Readonly<Record<string, Check>> = {
  type: isString,
  description: isString,
  format: isString,
  enum: (value) => Array.isArray(value),
  required: (value) => Array.isArray(value) && value.every(isString),
  $ref: isString,
  properties: (value) => isRecord(value) && Object.values(value).every(isJsonSchema),
  items: isJsonSchema,
  additionalProperties: (value) => isBoolean(value) || isJsonSchema(value),
  allOf: isSchemaList,
  anyOf: isSchemaList,
  oneOf: isSchemaList,
  not: isJsonSchema,
  'x-kubernetes-preserve-unknown-fields': isBoolean,
  'x-kubernetes-int-or-string': isBoolean,
};

/** Whether a value is a schema, all the way down. */
function isJsonSchema(value: unknown): value is JsonSchema {
  return (
    isRecord(value) &&
    Object.entries(keywords).every(([keyword, fits]) => value[keyword] === undefined || fits(value[keyword]))
  );
}

/** The schema, or an error that says `from` where the value came that isn't one. */
export function parseJsonSchema(value: unknown, from: string): JsonSchema {
  if (isJsonSchema(value)) return value;
  throw new TypeError(`${from}: not a JSON schema`);
}
