/** A text as a CEL literal. */
export function literal(value: string | number | boolean): string {
  return JSON.stringify(value);
}

/** True where the field of a path is there, asking step by step from the second one on: the first two are always there. */
export function has(path: string): string {
  const steps = path.split('.');
  const asked = steps.map((_, index) => steps.slice(0, index + 1).join('.')).slice(firstUnsure(steps));
  return asked.map((part) => `has(${part})`).join(' && ');
}

/** Every object has metadata, and every variable a value; all else may be missing. */
function firstUnsure([root, second]: readonly string[]): number {
  return root === 'variables' || second === 'metadata' ? 2 : 1;
}

/** The text at a path; '' where there is none. */
export function textAt(path: string): string {
  return `(${has(path)} ? ${path} : '')`;
}

/** True where a map has a key, which the text `key` names. */
export function hasKey(map: string, key: string): string {
  return `(${has(map)} && ${literal(key)} in ${map})`;
}

/** The text of a map's key; '' where there is none. */
export function keyAt(map: string, key: string): string {
  return `(${hasKey(map, key)} ? ${map}[${literal(key)}] : '')`;
}

/** True where a field says the same on both sides, or is on neither. Both paths are one step below what is there. */
export function isSame(before: string, after: string): string {
  return `has(${before}) == has(${after}) && (!has(${after}) || ${before} == ${after})`;
}

/** True where no key of a map that meets a condition on `k` was added, changed or taken away. */
export function keepsKeys(before: string, after: string, isMeant: string): string {
  return [
    `${after}.all(k, !(${isMeant}) || (k in ${before} && ${before}[k] == ${after}[k]))`,
    `${before}.all(k, !(${isMeant}) || k in ${after})`,
  ].join(' && ');
}

/** All of them. */
export function allOf(...expressions: readonly string[]): string {
  return expressions.map((each) => `(${each})`).join(' && ');
}
