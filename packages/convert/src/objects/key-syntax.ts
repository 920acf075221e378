import type { Problem } from '../mapping/issue.ts';

/** Kubernetes' rule for the name part of a key, and for a label's value. */
const namePart = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** True for a name that any object may have (RFC 1123 subdomain, 253 characters). */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && subdomain.test(name);
}

/** What the API server would say against a label; undefined for one that it takes. */
export function labelProblem(key: string, value: string): Problem | undefined {
  if (value !== '' && !namePart.test(value)) {
    return {
      code: 'InvalidValue',
      value,
      message:
        "a label's value has at most 63 letters, digits, '-', '_' or '.', and begins and ends with a letter or digit",
      hint: 'Correct the value, or make it an annotation.',
    };
  }
  return keyProblem(key);
}

/** What the API server would say against the key of a label, or of an annotation in lower case (it compares those so). */
export function keyProblem(key: string): Problem | undefined {
  if (knownKeys.has(key)) return undefined;
  const [name = '', prefix, ...more] = key.split('/').reverse();
  const isValid =
    more.length === 0 &&
    namePart.test(name) &&
    (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix)));
  if (isValid) {
    if (knownKeys.size < 10_000) knownKeys.add(key);
    return undefined;
  }
  return {
    code: 'InvalidValue',
    value: key,
    message:
      "a key is a name of at most 63 letters, digits, '-', '_' or '.', with a domain and a slash before it or not",
    hint: 'Correct the key.',
  };
}

/** Keys that were found valid: a cluster has a few, on thousands of objects. */
const knownKeys = new Set<string>();
