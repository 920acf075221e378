import type { Problem } from '../mapping/issue.ts';
import type { Codec } from '../mapping/make-row.ts';

/**
 * Pairs of words, Machine API's first. A word without a pair is refused by name. '' counts as absent before a codec sees
 * the value, so it needs no pair.
 */
export function enumeration<A extends string, B extends string, C>(
  pairs: readonly (readonly [mapi: A, capi: B])[],
): Codec<A, B, C> {
  const toCapi = new Map<string, B>(pairs);
  const toMapi = new Map<string, A>(pairs.map(([a, b]) => [b, a]));
  const translate =
    <T>(words: ReadonlyMap<string, T>): Codec<string, T, C>['toCapi'] =>
    (value, scope) => {
      if (value === undefined) return undefined;
      const word = words.get(value);
      if (word === undefined) scope.report(unknownWord(value, [...words.keys()]));
      return word;
    };
  return {
    rule: pairs.map(([a, b]) => (String(a) === String(b) ? `\`${a}\`` : `\`${a}\` is \`${b}\``)).join(', '),
    toCapi: translate(toCapi),
    toMapi: translate(toMapi),
    samples: { mapi: pairs.map(([a]) => a), capi: pairs.map(([, b]) => b) },
  };
}

/** A word that is none of those that are known, in a field that may be left out. */
export function unknownWord(value: string, words: readonly string[]): Problem {
  const known = words.join(', ');
  return {
    code: 'InvalidValue',
    value,
    message: `unknown value; known are ${known}`,
    hint: `Use one of ${known}, or remove the field.`,
  };
}
