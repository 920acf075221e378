/** A price as text, or undefined for what is no Kubernetes quantity. */
export function priceText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? plain(String(value)) : undefined;
  return typeof value === 'string' && quantity.test(value) ? value : undefined;
}

/** As the CRD has it. */
const quantity =
  /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/;

/** JavaScript writes very small and very large numbers with an exponent that has a sign; quantities take it as well. */
function plain(text: string): string | undefined {
  return quantity.test(text) ? text : undefined;
}

const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * The one spelling that Kubernetes has for a decimal quantity, which every webhook written in Go makes of it: 0.35 becomes
 * 350m. What has a binary suffix or an exponent keeps its text.
 */
export function canonicalPrice(text: string): string {
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^([+-]?)([0-9]*)\.?([0-9]*)([numkMGTPE]?)$/.exec(text) ?? [];
  const power = suffixes.indexOf(suffix);
  // No price has so many digits; a number of a million would keep us busy.
  if (whole + fraction === '' || whole.length + fraction.length > 60 || power < 0) return text;
  // In billionths, as far as quantities go; Go rounds what is finer up.
  const scale = 9 + (power - 3) * 3;
  const digits = `${whole}${fraction}`;
  const shift = scale - fraction.length;
  let amount = shift >= 0 ? BigInt(digits) * 10n ** BigInt(shift) : divideUp(BigInt(digits), 10n ** BigInt(-shift));
  if (amount === 0n) return '0';
  let step = 0;
  while (amount % 1000n === 0n && step < suffixes.length - 1) {
    amount /= 1000n;
    step++;
  }
  return `${sign === '-' ? '-' : ''}${amount}${suffixes[step]}`;
}

function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
