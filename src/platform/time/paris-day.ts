const parisDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const HOUR = 3_600_000;
/** Days by the hour that they were asked for: to ask the calendar costs as much as a signature. */
const days = new Map<number, string>();
const MAX_DAYS = 10_000;

/** The calendar day in France at that instant, as `YYYY-MM-DD`. It changes, as the offsets of Paris do, on the hour of UTC. */
export function parisDay(instant: Date): string {
  const hour = Math.floor(instant.getTime() / HOUR);
  const known = days.get(hour);
  if (known !== undefined) return known;
  if (days.size >= MAX_DAYS) days.clear();
  const day = parisDate.format(instant);
  days.set(hour, day);
  return day;
}

/**
 * The instant at which a day begins in France: 22:00 or 23:00 UTC of the day before, as the clocks change at
 * night and never at midnight.
 *
 * @param month 1 to 12; like the day it may run over, as `Date.UTC` has it
 */
export function startOfParisDay(year: number, month: number, day: number): Date {
  const midnight = Date.UTC(year, month - 1, day);
  const inSummer = new Date(midnight - 2 * HOUR);
  const itsDay = new Date(midnight).toISOString().slice(0, 10);
  return parisDay(inSummer) === itsDay ? inSummer : new Date(midnight - HOUR);
}
