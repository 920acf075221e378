import { isRecord } from './object.ts';

/** One reason why the API server refused: `field` is a path such as `spec.replicas`. */
export interface ApiErrorCause {
  readonly field?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What the API server adds to its message. */
export interface ApiErrorDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes: readonly ApiErrorCause[];
}

/**
 * The API server answered with an error. `status` is the HTTP status code; `reason` is the word to decide by (`NotFound`,
 * `Conflict`, `Invalid`, ...), empty where the server gave none; `message` is the server's own sentence.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly reason: string;
  readonly details: ApiErrorDetails;

  constructor(status: number, reason: string, message: string, details: ApiErrorDetails = { causes: [] }) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.details = details;
  }
}

/** The error for a response: from the `Status` object in its body, or from the bare text where there is none. */
export function parseApiError(status: number, body: string, request: string): ApiError {
  const parsed = parseJson(body);
  if (!isRecord(parsed) || parsed['kind'] !== 'Status') {
    return new ApiError(status, '', `${request}: HTTP ${status}: ${body.slice(0, 500)}`);
  }
  const details = isRecord(parsed['details']) ? parsed['details'] : {};
  const causes = Array.isArray(details['causes']) ? details['causes'].filter(isRecord) : [];
  return new ApiError(status, text(parsed['reason']) ?? '', text(parsed['message']) ?? `HTTP ${status}`, {
    ...optional({ name: text(details['name']), group: text(details['group']), kind: text(details['kind']) }),
    causes: causes.map((cause) =>
      optional({ field: text(cause['field']), reason: text(cause['reason']), message: text(cause['message']) }),
    ),
  });
}

const hasReason = (error: unknown, reason: string): error is ApiError =>
  error instanceof ApiError && error.reason === reason;

/** The object, its kind or its namespace doesn't exist. */
export const isNotFound = (error: unknown): error is ApiError => hasReason(error, 'NotFound');

/** The object was changed since it was read, or an applied field belongs to another manager. */
export const isConflict = (error: unknown): error is ApiError => hasReason(error, 'Conflict');

/** `create` met an object of that name. */
export const isAlreadyExists = (error: unknown): error is ApiError => hasReason(error, 'AlreadyExists');

/** Schema or admission rules refused the object. */
export const isInvalid = (error: unknown): error is ApiError => hasReason(error, 'Invalid');

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Drops the keys without a value. */
function optional<K extends string>(values: Record<K, string | undefined>): Partial<Record<K, string>> {
  const kept: Partial<Record<K, string>> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
