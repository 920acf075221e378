import type { Codec } from '../../mapping/make-row.ts';

/** The word that is meant, whatever case its letters have; undefined where it is none of them. */
export function inAnyCase<W extends string>(words: readonly W[], text: string): W | undefined {
  return words.find((word) => word.toLowerCase() === text.toLowerCase());
}

/**
 * A word that Machine API's controller hands to the cloud in lower case, so that any case means the same, and that Cluster
 * API's CRD knows in one spelling.
 */
export function anyCase<W extends string, C>(words: readonly W[], noun: string): Codec<string, W, C> {
  const known = words.join(', ');
  return {
    rule: `${words.map((word) => `\`${word}\``).join(', ')}, in any case; others are refused`,
    samples: { mapi: [...words, ...words.slice(0, 1).map((word) => word.toUpperCase())], capi: words },
    toCapi(found, scope) {
      const word = found === undefined ? undefined : inAnyCase(words, found);
      if (found !== undefined && word === undefined) {
        scope.report({
          code: 'NotSupported',
          value: found,
          message: `Cluster API does not know this ${noun}; it knows ${known}`,
          hint: `Use one of ${known}, or keep these machines on Machine API.`,
        });
      }
      return word;
    },
    toMapi: (found) => found,
  };
}
