/**
 * A shape is what a CRD schema says about a value, without its descriptions: enough to parse input, to know every field
 * by name, to reject what the API server would reject, and to infer the TypeScript type. Shapes are generated
 * (`make generate`) from the CRDs and from openshift/api's OpenAPI document; each file is one kind.
 */
export type Shape =
  | {
      readonly type: 'string';
      readonly enum?: readonly string[];
      readonly pattern?: string;
      readonly min?: number;
      readonly max?: number;
      readonly default?: string;
    }
  | { readonly type: 'integer' | 'number'; readonly min?: number; readonly max?: number; readonly default?: number }
  | { readonly type: 'boolean'; readonly default?: boolean }
  | { readonly type: 'array'; readonly items: Shape; readonly min?: number; readonly max?: number }
  | { readonly type: 'map'; readonly values: Shape }
  | { readonly type: 'any' }
  | ObjectShape;

/** An object with named fields; `required` names those the API server insists on. */
export interface ObjectShape {
  readonly type: 'object';
  readonly fields: { readonly [name: string]: Shape };
  readonly required?: readonly string[];
}

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

type Required<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;

type Fields<S> = S extends { readonly fields: infer F extends { readonly [name: string]: Shape } }
  ? { -readonly [K in keyof F as K extends Required<S> ? K : never]: Infer<F[K]> } & {
      -readonly [K in keyof F as K extends Required<S> ? never : K]?: Infer<F[K]>;
    }
  : never;

type Flat<T> = { [K in keyof T]: T[K] };

/** The TypeScript type of the values that a shape describes. */
export type Infer<S> = S extends { readonly type: 'string'; readonly enum: readonly (infer E)[] }
  ? E
  : S extends { readonly type: 'string' }
    ? string
    : S extends { readonly type: 'integer' | 'number' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'array'; readonly items: infer I }
          ? Infer<I>[]
          : S extends { readonly type: 'map'; readonly values: infer V }
            ? { [key: string]: Infer<V> }
            : S extends { readonly type: 'object' }
              ? Flat<Fields<S>>
              : Json;
