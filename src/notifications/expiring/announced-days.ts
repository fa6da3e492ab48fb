const DAY_MS = 86_400_000;

/** How long before its end a message is announced: its readers have a whole week (R2). */
export const DAYS_BEFORE = 7;

/**
 * The days whose ends are to be announced now, the first one first: those of the week to come of which nobody was told
 * yet. What ended while the service was off is not announced any more.
 *
 * @param announced the last day that was announced; null: none yet
 * @param today in Paris, `YYYY-MM-DD`, as all of them
 */
export function daysToAnnounce(announced: string | null, today: string): string[] {
  const days = Array.from({ length: DAYS_BEFORE + 1 }, (_, ahead) => dayAfter(today, ahead));
  return days.filter((day) => announced === null || day > announced);
}

/** @param days of the calendar: a day is one whatever its length in hours */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
