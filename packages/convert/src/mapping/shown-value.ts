import type { Json } from '@capstan/api';
import type { Segment } from './issue.ts';
import { isObject, setOwn, sortKeys } from './json.ts';

/** What stands where a value is not repeated. */
export const notShown = '(not shown)';

/** Names of fields whose text is a secret, wherever they stand and however they are spelled. */
const secretName =
  /pass(?:word|wd|phrase)|private[-_]?key|api[-_]?key|(?:access|secret|account)[-_]?key|token|^sas|^user[-_]?data$|^custom[-_]?data$|guestinfo|credentials?$/i;

/** Names of fields below which anything may be secret: what is handed to a guest or to an extension as it is. */
const secretBelow = /^(?:valueSpecs|serverMetadata|gcpMetadata|additionalMetadata|clouds)$/i;

/** Maps whose keys the user chose: below them not even a field called name or key only refers to something. */
const secretMap = /^(?:protectedSettings|customVMXKeys)$/i;

/**
 * A value as a report may repeat it. Reports are printed, kept and shared, and a file that is converted may hold secrets where
 * none belong: a misspelled field, a URL with a password, a value that should be in a Secret.
 */
export function shownValue(segments: readonly Segment[], value: unknown): Json {
  const names = segments.filter((segment) => typeof segment === 'string');
  const last = names.at(-1) ?? '';
  // Sorted first: what is shown does not depend on the order of keys in the input.
  const sorted = sortKeys(value);
  if (names.some((name) => secretMap.test(name))) return allHidden(sorted);
  if (names.some((name) => secretBelow.test(name)) && !referring.has(last)) return hidden(sorted);
  return secretName.test(last) ? reference(sorted) : withoutSecrets(sorted);
}

/** At the name of a secret there may be a reference to one, which says no more than where it is. */
function reference(value: Json): Json {
  return isObject(value)
    ? mapMembers(value, (name, inner) => (referring.has(name) ? withoutSecrets(inner) : hidden(inner)))
    : hidden(value);
}

/** Fields that name something and hold nothing. */
const referring: ReadonlySet<string> = new Set(['name', 'namespace', 'kind', 'type', 'key']);

/** As `allHidden`, but for what only names something. */
function hidden(value: Json): Json {
  if (Array.isArray(value)) return value.map(hidden);
  if (!isObject(value)) return allHidden(value);
  return mapMembers(value, (name, inner) => (referring.has(name) && typeof inner === 'string' ? inner : hidden(inner)));
}

/** Texts are hidden; what has no text in it, such as true or 7, is none. */
function allHidden(value: Json): Json {
  if (typeof value === 'string') return value === '' ? '' : notShown;
  if (Array.isArray(value)) return value.map(allHidden);
  return isObject(value) ? mapMembers(value, (_, inner) => allHidden(inner)) : value;
}

function withoutSecrets(value: Json): Json {
  if (typeof value === 'string') return withoutSecretText(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  return mapMembers(value, (name, inner) => {
    if (secretMap.test(name)) return allHidden(inner);
    if (secretBelow.test(name)) return hidden(inner);
    return secretName.test(name) ? reference(inner) : withoutSecrets(inner);
  });
}

/** Keys in PEM, the part of a URL that logs in, and its query, which may be a signature. */
function withoutSecretText(text: string): string {
  if (text.includes('PRIVATE KEY-----')) return notShown;
  return text
    .replace(/(?<=[a-z][a-z0-9+.-]*:\/\/)[^/\s@]*:[^/\s@]*@/gi, `${notShown}@`)
    .replace(/(?<=[a-z][a-z0-9+.-]*:\/\/\S*)\?\S+/gi, `?${notShown}`);
}

function mapMembers(
  object: { readonly [key: string]: Json },
  change: (name: string, inner: Json) => Json,
): { [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  for (const [name, inner] of Object.entries(object)) setOwn(result, name, change(name, inner));
  return result;
}
