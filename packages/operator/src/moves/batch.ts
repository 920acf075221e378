/** How many objects move at a time: a number of them, or a share of all that move. */
export type Batch = { readonly count: number } | { readonly percent: number };

/** Reads `5` or `10%`; undefined for anything else, and for none at all. */
export function parseBatch(text: string): Batch | undefined {
  const [, digits, percent] = /^([1-9]\d{0,4})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (percent === '') return { count: number };
  return number <= 100 ? { percent: number } : undefined;
}

/** The size of a wave: never none, else nothing would ever move. */
export function waveSize(batch: Batch, total: number): number {
  if ('count' in batch) return batch.count;
  return Math.max(1, Math.ceil((total * batch.percent) / 100));
}
