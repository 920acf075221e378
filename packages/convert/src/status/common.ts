import { clusterApiMachineStatus, type Json, type JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { readField, readText, type StatusSource } from './source.ts';

const { addresses: addressShape, deprecated } = clusterApiMachineStatus.fields;
const messageShape = deprecated.fields.v1beta1.fields.failureMessage;

/**
 * The addresses of a machine. Both APIs have the same five types; Cluster API's schema insists on them, Machine API's takes
 * any string, so what is read is always held against Cluster API's.
 */
export function readAddresses(source: StatusSource): readonly Json[] | undefined {
  const addresses = readField(source, addressShape, 'addresses');
  return Array.isArray(addresses) ? addresses : undefined;
}

/** Machine API's errorReason and errorMessage, as Cluster API's failureReason and failureMessage. */
export function readFailure(source: StatusSource): {
  readonly failureReason?: string;
  readonly failureMessage?: string;
} {
  const reason = readText(source, { type: 'string' }, 'errorReason');
  const message = readText(source, { type: 'string' }, 'errorMessage');
  return {
    ...(reason !== undefined && { failureReason: reason }),
    ...(message !== undefined && { failureMessage: cut(source, message) }),
  };
}

/** Cluster API's failureReason and failureMessage, as Machine API's errorReason and errorMessage. */
export function readError(source: StatusSource): { readonly errorReason?: string; readonly errorMessage?: string } {
  const reason = readText(source, { type: 'string' }, 'deprecated', 'v1beta1', 'failureReason');
  const message = readText(source, { type: 'string' }, 'deprecated', 'v1beta1', 'failureMessage');
  return {
    ...(reason !== undefined && { errorReason: reason }),
    ...(message !== undefined && { errorMessage: message }),
  };
}

/** True where the object is being deleted. */
export function isDeleting(source: StatusSource): boolean {
  const since = source.metadata['deletionTimestamp'];
  return typeof since === 'string' && since !== '';
}

/** The v1beta1 conditions of a status of Cluster API. */
export function deprecatedIn(status: JsonObject): unknown {
  return asObject(asObject(status['deprecated'])?.['v1beta1'])?.['conditions'];
}

/** Cluster API limits the length of a message; Machine API does not. */
function cut(source: StatusSource, message: string): string {
  const { max } = messageShape;
  if (message.length <= max) return message;
  const hint = 'Read the whole message on the Machine API object.';
  const problem = {
    code: 'InvalidValue',
    severity: 'warning',
    message: `is cut to the ${max} characters that Cluster API holds`,
    hint,
  } as const;
  source.issues.add(problem, source.of, ['status', 'errorMessage']);
  // Half a surrogate pair is not text that the API server takes.
  return message.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}
