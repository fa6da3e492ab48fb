/** Runs `tasks` times `work`, `inFlight` at once; tasks a second. */
export async function rate(tasks: number, inFlight: number, work: () => Promise<unknown>): Promise<number> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < tasks) await work();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (tasks / (performance.now() - started)) * 1_000;
}

/** The middle one; the higher of two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The least of the values that is not below `share` of them: 0.99 for p99. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const perSecond = (value: number, of: string): string =>
  `${Math.round(value).toLocaleString('en')} ${of}/s`;

export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
