/**
 * Like `Promise.all(items.map(run))`, with `limit` of them running at most. Begins with no other at the first failure,
 * and throws it once those in hand have ended: nothing goes on behind the back of who was told.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const failures: unknown[] = [];
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    // An array's iterator goes on for the other workers when one of them leaves its loop.
    for (const [index, item] of rest) {
      if (failures.length > 0) return;
      try {
        results[index] = await run(item, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
