import type { Json, JsonObject } from '@capstan/api';
import { asObject, isObject } from '../mapping/json.ts';
import type { ConvertedObject } from './context.ts';

/** A value that the provider's admission webhook writes into an infra machine or template that lacks it. */
export interface WebhookDefault {
  /** Path below the infra machine spec, with `[]` for every item of a list: `dataDisks[].cachingType`. */
  readonly path: string;
  readonly value: Json;
  /** Which kinds the webhook does it to. */
  readonly of: 'machine' | 'template' | 'both';
  /** Only to specs for which this holds; absent: to all. Objects on the way are made where they are missing. */
  when?(spec: JsonObject): boolean;
  /** When, in words; for docs. */
  readonly doc?: string;
}

/** A converted object as the provider's webhook leaves it: an infra machine or template with its defaults, any other as it is. */
export function stored(object: ConvertedObject, defaults: readonly WebhookDefault[]): ConvertedObject {
  if (!object.apiVersion.startsWith('infrastructure.cluster.x-k8s.io/')) return object;
  const template = asObject(asObject(object.spec['template'])?.['spec']);
  const spec =
    template === undefined
      ? withDefaults(defaults, 'machine', object.spec)
      : { template: { spec: withDefaults(defaults, 'template', template) } };
  return { ...object, spec };
}

function withDefaults(defaults: readonly WebhookDefault[], kind: 'machine' | 'template', spec: JsonObject): JsonObject {
  return defaults.reduce<JsonObject>((filled, { path, value, of, when }) => {
    if ((of !== 'both' && of !== kind) || when?.(filled) === false) return filled;
    const result = fill(filled, path.split('.'), value);
    return isObject(result) ? (result as JsonObject) : filled;
  }, spec);
}

function fill(found: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return found ?? value;
  const isList = step.endsWith('[]');
  const name = isList ? step.slice(0, -2) : step;
  const object = isObject(found) ? (found as JsonObject) : {};
  const inner = object[name];
  if (!isList) return { ...object, [name]: fill(inner, rest, value) };
  return Array.isArray(inner) ? { ...object, [name]: inner.map((item: Json) => fill(item, rest, value)) } : object;
}
