/** As `Promise.all` over `items.map(run)`, with at most `limit` of them under way at a time. */
export async function concurrently<T, R>(
  limit: number,
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  // One iterator for all workers, so that each takes what none has taken.
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
