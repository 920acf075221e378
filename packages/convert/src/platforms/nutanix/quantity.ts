import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';

const syntax = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;
const binary = 'KMGTPE';
const decimal: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

/** Values are compared in units of 10^-140: the smallest that 40 characters can say, so that nothing is rounded. */
const precision = 140;

/**
 * A Kubernetes quantity as a whole number of a unit so small that nothing is rounded; equal numbers are equal quantities,
 * however they are written. Undefined for what is no quantity.
 */
export function magnitude(value: unknown): bigint | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > 40) return undefined;
  const [, sign, whole = '', fraction = '', power, suffix, exponent] = syntax.exec(text) ?? [];
  if (whole === '' && fraction === '') return undefined;
  const shift = Number(exponent ?? decimal.get(suffix ?? '') ?? 0) - fraction.length;
  const factor = power === undefined ? 1n : 1024n ** BigInt(binary.indexOf(power) + 1);
  const size = BigInt(whole + fraction) * factor * 10n ** BigInt(precision + shift);
  return sign === '-' ? -size : size;
}

/** A quantity as JSON has it. The schemas leave the type open, so anything else may come as well, and is refused. */
type Size = string | number;

/**
 * A size in bytes, written the same on both sides. Go writes quantities anew (16384Mi becomes 16Gi), so they are compared by
 * value. `least` is what both controllers insist on before they create the VM.
 */
export function size<C>(noun: string, least: string): Codec<Size, Size, C> {
  const smallest = magnitude(least) ?? 0n;
  const limit = magnitude('8Ei') ?? 0n;
  const check = (value: Size | undefined, scope: Scope<C>): Size | undefined => {
    if (value === undefined) return undefined;
    const found = magnitude(value);
    if (found === undefined || found >= limit) {
      scope.report({
        code: 'InvalidValue',
        value,
        message: `is no ${noun}`,
        hint: `Write a quantity such as ${least}.`,
      });
      return undefined;
    }
    if (found >= smallest) return value;
    scope.report({
      code: 'InvalidValue',
      value,
      message: `the ${noun} must be at least ${least}: the VM is not created with less`,
      hint: `Use ${least} or more.`,
    });
    return undefined;
  };
  const canon = (value: Size | undefined): Size | undefined => magnitude(value)?.toString() ?? value;
  return {
    rule: `the same value, ${least} or more`,
    samples: { mapi: ['16Gi', '200Gi', 268435456000], capi: ['16Gi', '200Gi', 268435456000] },
    toCapi: check,
    toMapi: check,
    canonMapi: canon,
    canonCapi: canon,
  };
}
