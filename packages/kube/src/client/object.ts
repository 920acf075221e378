/** Names one object. `namespace` is left out for cluster-scoped kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The least that an object has to have to be written; whatever else it has is sent as it is. */
export interface Identified {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** Object metadata as the API server returns it. Times are RFC 3339 strings. */
export interface Metadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  [field: string]: unknown;
}

/** A Kubernetes object as plain JSON. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  [field: string]: unknown;
}

/** A JSON object, not an array and not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isStringMap = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isString);

const optionalMetadata: Readonly<Record<string, (value: unknown) => boolean>> = {
  namespace: isString,
  uid: isString,
  resourceVersion: isString,
  generation: (value) => typeof value === 'number',
  creationTimestamp: isString,
  deletionTimestamp: isString,
  labels: isStringMap,
  annotations: isStringMap,
  finalizers: (value) => Array.isArray(value) && value.every(isString),
};

function isMetadata(value: unknown): value is Metadata {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  return Object.entries(optionalMetadata).every(([field, fits]) => value[field] === undefined || fits(value[field]));
}

/** Whether a value from outside is a Kubernetes object with well-typed metadata. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    isMetadata(value['metadata'])
  );
}

/** The object, or an error that says `from` where the value came that isn't one. */
export function parseKubeObject(value: unknown, from: string): KubeObject {
  if (isKubeObject(value)) return value;
  throw new TypeError(`${from}: not a Kubernetes object: ${JSON.stringify(value)?.slice(0, 200)}`);
}
