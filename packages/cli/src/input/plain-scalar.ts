/** What an unquoted value says: its reading by the YAML 1.2 core schema, and what `oc` and `kubectl` make of it if that differs. */
export interface PlainScalar {
  readonly value: null | boolean | number | string;
  /** The other reading, as JSON. */
  readonly goReading?: string;
}

/**
 * Reads an unquoted value. oc and kubectl parse YAML with Go code (sigs.k8s.io/yaml, its `resolve.go`) that keeps part of YAML 1.1: `yes`,
 * `on`, `y` and their like are booleans there, `0644` is octal, `1_000` a number. Where the two readings differ neither is a safe guess.
 */
export function readPlain(source: string): PlainScalar {
  const first = source.charCodeAt(0);
  // Most values start with a letter that starts neither a word with a meaning nor a number.
  if ((first >= 0x61 && first <= 0x7a) || (first >= 0x41 && first <= 0x5a)) return readWord(source);
  if (source === '' || source === '~') return { value: null };
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) return readNumber(source);
  return { value: source };
}

function readWord(source: string): PlainScalar {
  return (source.length <= 5 ? words.get(source) : undefined) ?? { value: source };
}

const words: ReadonlyMap<string, PlainScalar> = new Map<string, PlainScalar>([
  ...forms('null').map((form) => [form, { value: null }] as const),
  ...forms('true').map((form) => [form, { value: true }] as const),
  ...forms('false').map((form) => [form, { value: false }] as const),
  ...['y', 'yes', 'on'].flatMap(forms).map((form) => [form, { value: form, goReading: 'true' }] as const),
  ...['n', 'no', 'off'].flatMap(forms).map((form) => [form, { value: form, goReading: 'false' }] as const),
]);

/** A word as both parsers know it: lower case, capitalised, upper case; no other mixture. */
function forms(word: string): string[] {
  return [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`, word.toUpperCase()];
}

const plainInteger = /^-?(?:0|[1-9][0-9]*)$/;
const coreInteger = /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+)$/;
const coreFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const coreSpecial = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function readNumber(source: string): PlainScalar {
  // Adding 0 turns -0, which JSON does not know, into 0.
  if (plainInteger.test(source)) return { value: Number(source) + 0 };
  const value = coreReading(source);
  const go = goReading(source);
  return go === undefined || Object.is(go, value) ? { value } : { value, goReading: String(go) };
}

function coreReading(source: string): number | string {
  if (coreInteger.test(source) || coreFloat.test(source)) return Number(source) + 0;
  const special = coreSpecial.exec(source);
  if (special === null) return source;
  if (special[1] === undefined) return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const goInteger = /^([-+]?)(0[bB][01]+|0[oO]?[0-7]+|0[xX][0-9a-fA-F]+)$/;

/** The number that Go makes of what isn't a plain decimal, or undefined where it sees what the core schema sees. */
function goReading(source: string): number | undefined {
  const digits = source.replaceAll('_', '');
  const match = goInteger.exec(digits);
  if (match !== null) {
    const [, sign, number = ''] = match;
    const size = Number(number.replace(/^0o?(?=[0-7]+$)/i, '0o'));
    return sign === '-' ? 0 - size : size;
  }
  return digits !== source && (coreInteger.test(digits) || coreFloat.test(digits)) ? Number(digits) + 0 : undefined;
}
