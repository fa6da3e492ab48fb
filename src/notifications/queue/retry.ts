const MINUTE_MS = 60_000;
const LONGEST_MS = 60 * MINUTE_MS;
/** A mail that nobody takes for so long is given up. */
export const PATIENCE_MS = 2 * 24 * 60 * MINUTE_MS;

/**
 * When a mail that was not taken is tried again: after 1, 2, 4, … minutes, then every hour.
 *
 * @param tries so far, 1 or more
 * @returns undefined where that would be longer than anybody waits
 */
export function nextTry(queuedAt: Date, tries: number, now: Date): Date | undefined {
  const wait = Math.min(MINUTE_MS * 2 ** (tries - 1), LONGEST_MS);
  const next = now.getTime() + wait;
  return next - queuedAt.getTime() > PATIENCE_MS ? undefined : new Date(next);
}
