import { isRecord } from '../client/object.ts';

const mask = '[redacted]';

/** Fields whose value nobody may read, whatever they stand in. Compared without case, `-` and `_`. */
const secretFields: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'token',
  'bearertoken',
  'idtoken',
  'accesstoken',
  'refreshtoken',
  'clientsecret',
  'clientkeydata',
  'password',
]);

/** What a header, a signed token and a command's flag look like in running text, and a user's password in a URL. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${mask}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, mask],
  [/(--[\w-]*(?:token|secret|password)[ =])\S+/gi, `$1${mask}`],
  [/(\/\/[^\s/:@]*):[^\s/@]+@/g, `$1:${mask}@`],
];

/** Deeper than any object of Kubernetes that is worth a line of a log. */
const deepest = 12;

/**
 * A copy to be logged: no credential in it, errors as plain data with message, stack, code and cause. Of a Secret only the names
 * of its keys are left, and so of the Secrets in a list.
 */
export function redact(fields: object): Record<string, unknown> {
  return Object.fromEntries(entriesOf(fields, []));
}

/** Running text without the credentials in it that can be told by their looks. */
export function redactText(text: string): string {
  return secretTexts.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
}

function shown(value: unknown, within: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (within.includes(value)) return '[circular]';
  if (within.length >= deepest) return '[deeper]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  const inside = [...within, value];
  if (value instanceof Error) return errorOf(value, inside);
  // A buffer may hold anything, a key too.
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => shown(item, inside));
  return Object.fromEntries(entriesOf(value, inside));
}

function entriesOf(object: object, within: readonly object[]): (readonly [string, unknown])[] {
  const isSecret = 'kind' in object && object.kind === 'Secret';
  const isSecretList = 'kind' in object && object.kind === 'SecretList';
  return Object.entries(object).map(([field, value]) => {
    if (secretFields.has(field.toLowerCase().replace(/[-_]/g, ''))) return [field, mask];
    if (isSecret && (field === 'data' || field === 'stringData')) return [field, keysOnly(value)];
    if (isSecret && field === 'metadata') return [field, shown(withoutLastApplied(value), within)];
    if (isSecretList && field === 'items' && Array.isArray(value)) {
      // The items of a list come without their kind.
      return [field, value.map((item) => shown(isRecord(item) ? { ...item, kind: 'Secret' } : item, within))];
    }
    return [field, shown(value, within)];
  });
}

function keysOnly(data: unknown): unknown {
  return isRecord(data) ? Object.fromEntries(Object.keys(data).map((key) => [key, mask])) : mask;
}

/** `kubectl apply` keeps the whole object in an annotation, a Secret's data too. */
function withoutLastApplied(metadata: unknown): unknown {
  if (!isRecord(metadata) || !isRecord(metadata['annotations'])) return metadata;
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = metadata['annotations'];
  return { ...metadata, annotations };
}

function errorOf(error: Error, within: readonly object[]): Record<string, unknown> {
  const { message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    message: redactText(message),
    ...(stack !== undefined && { stack: redactText(stack) }),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(cause !== undefined && { cause: shown(cause, within) }),
    ...(error instanceof AggregateError && { errors: shown(error.errors, within) }),
  };
}
