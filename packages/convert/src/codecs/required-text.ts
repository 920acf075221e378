import type { Codec } from '../mapping/make-row.ts';

/** What is said where the text is missing, on either side. */
interface Missing {
  readonly message: string;
  readonly hint: string;
}

/** A text that both sides have alike, and without which neither can make a machine. */
export function requiredText<C>(
  missing: Missing,
  samples: readonly string[],
  rule = 'the same value',
): Codec<string, string, C> {
  const copy: Codec<string, string, C>['toCapi'] = (value, scope) => {
    if (value === undefined) scope.report({ code: 'Required', ...missing });
    return value;
  };
  return { rule, samples: { mapi: samples, capi: samples, required: true }, toCapi: copy, toMapi: copy };
}
