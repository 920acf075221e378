import type { Json } from '@capstan/api';
import type { Segment } from './issue.ts';
import { isObject, setOwn, sortKeys } from './json.ts';

/** What stands where a value is not repeated. */
export const notShown = '(not shown)';

/** Names of fields whose text is a secret, wherever they stand and however they are spelled. */
const secretName =
  /pass(?:word|wd|phrase)|private[-_]?key|api[-_]?key|(?:access|secret|account)[-_]?key|token|^sas|^user[-_]?data$|^custom[-_]?data$|guestinfo|credentials?$/i;

/** Names of fields below which anything may be secret: what is handed to a guest or to an extension as it is. */
const secretBelow =
  /^(?:protectedSettings|valueSpecs|customVMXKeys|serverMetadata|gcpMetadata|additionalMetadata|clouds)$/i;

/**
 * A value as a report may repeat it. Reports are printed, kept and shared, and a file that is converted may hold secrets where
 * none belong: a misspelled field, a URL with a password, a value that should be in a Secret.
 */
export function shownValue(segments: readonly Segment[], value: unknown): Json {
  const names = segments.filter((segment) => typeof segment === 'string');
  const last = names.at(-1) ?? '';
  if (names.some((name) => secretBelow.test(name)) && !referring.has(last)) return hidden(value);
  return secretName.test(last) ? reference(value) : withoutSecrets(sortKeys(value));
}

/** At the name of a secret there may be a reference to one, which says no more than where it is. */
function reference(value: unknown): Json {
  return isObject(value)
    ? mapMembers(value, (name, inner) => (referring.has(name) ? withoutSecrets(sortKeys(inner)) : hidden(inner)))
    : hidden(value);
}

/** Fields that name something and hold nothing. */
const referring: ReadonlySet<string> = new Set(['name', 'namespace', 'kind', 'type', 'key']);

/** Texts are hidden; what has no text in it, such as true or 7, is none. */
function hidden(value: unknown): Json {
  if (typeof value === 'string') return value === '' ? '' : notShown;
  if (Array.isArray(value)) return value.map(hidden);
  if (isObject(value))
    return mapMembers(value, (name, inner) => (referring.has(name) ? sortKeys(inner) : hidden(inner)));
  return sortKeys(value);
}

function withoutSecrets(value: Json): Json {
  if (typeof value === 'string') return withoutSecretText(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  return mapMembers(value, (name, inner) =>
    secretBelow.test(name) || (secretName.test(name) && !isObject(inner))
      ? hidden(inner)
      : withoutSecrets(inner as Json),
  );
}

/** Keys in PEM, the part of a URL that logs in, and its query, which may be a signature. */
function withoutSecretText(text: string): string {
  if (text.includes('PRIVATE KEY-----')) return notShown;
  return text
    .replace(/(?<=[a-z][a-z0-9+.-]*:\/\/)[^/\s@]*:[^/\s@]*@/gi, `${notShown}@`)
    .replace(/(?<=[a-z][a-z0-9+.-]*:\/\/\S*)\?\S+/gi, `?${notShown}`);
}

function mapMembers(
  object: { readonly [key: string]: unknown },
  change: (name: string, inner: unknown) => Json,
): { [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  for (const [name, inner] of Object.entries(object)) setOwn(result, name, change(name, inner));
  return result;
}
