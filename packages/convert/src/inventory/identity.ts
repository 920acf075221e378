import type { JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';

/** Who an object is. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  /** '' where the object names none. */
  readonly namespace: string;
  /** '' where the object names none. */
  readonly name: string;
}

/** Reads the identity; what is missing or of a wrong type is ''. */
export function identityOf(object: JsonObject): Identity {
  const metadata = asObject(object['metadata']);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    apiVersion: text(object['apiVersion']),
    kind: text(object['kind']),
    namespace: text(metadata?.['namespace']),
    name: text(metadata?.['name']),
  };
}

/** The API group; '' for core. */
export function groupOf({ apiVersion }: Identity): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}

/** Equal for two objects that an API server would keep in one place. */
export function keyOf(identity: Identity): string {
  return `${groupOf(identity)}/${identity.kind}/${identity.namespace}/${identity.name}`;
}
