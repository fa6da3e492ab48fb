/** How long a message is kept, in calendar months of Paris (R1). */
export const RETENTION_MONTHS = 3;

const HOUR = 3_600_000;
const DAY = 86_400_000;

const paris = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Paris',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/**
 * The instant at which what was sealed then ends: the same wall time in Paris, `months` calendar months later, on
 * the last day of the month where the day does not exist (30 November + 3 months = 28 or 29 February).
 *
 * A wall time that the clock change repeats means its first occurrence, one that it skips is as much later as the
 * gap is long (02:30 → 03:30): RFC 5545, 3.3.5, and what java.time and Temporal do.
 */
export function expiryDate(sealedAt: Date, months: number = RETENTION_MONTHS): Date {
  const wall = new Date(sealedAt.getTime() + parisOffset(sealedAt.getTime()));
  const month = wall.getUTCMonth() + months;
  const day = Math.min(wall.getUTCDate(), daysInMonth(wall.getUTCFullYear(), month));
  const midnight = Date.UTC(wall.getUTCFullYear(), month, day);
  return new Date(instantOfParisWall(midnight + (((wall.getTime() % DAY) + DAY) % DAY)));
}

/** An account may keep for less, by days: the most that no three calendar months fall short of (February to April). */
export const MAX_RETENTION_DAYS = 89;

/** When a copy ends, where its account keeps for so many days: the same wall time in Paris, see {@link expiryDate}. */
export function endOfCopy(sealedAt: Date, days: number): Date {
  const wall = sealedAt.getTime() + parisOffset(sealedAt.getTime());
  return new Date(Math.min(instantOfParisWall(wall + days * DAY), expiryDate(sealedAt).getTime()));
}

/** When what was sealed, or a draft that was saved, then ends in an account. @param days null: as the law of the product has it */
export const endInAccount = (at: Date, days: number | null): Date =>
  days === null ? expiryDate(at) : endOfCopy(at, days);

/** Day 0 of the next month is the last of this one; `month` may run over the year. */
function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** @param wall a wall time of Paris, written as if it were UTC, in milliseconds */
function instantOfParisWall(wall: number): number {
  const before = parisOffset(wall - DAY);
  const after = parisOffset(wall + DAY);
  const first = wall - before;
  // With `before` it is the first of two, or the only one, or in the gap: moved on by the length of the gap.
  if (before === after || parisOffset(first) === before) return first;
  const second = wall - after;
  return parisOffset(second) === after ? second : first;
}

/** Offsets by the hour that they were asked for: to ask the calendar costs more than to seal. */
const offsets = new Map<number, number>();
const MAX_OFFSETS = 10_000;

/** Milliseconds that the wall clocks of Paris are ahead of UTC at this instant; they change on the hour. */
function parisOffset(instant: number): number {
  const hour = Math.floor(instant / HOUR) * HOUR;
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  const offset = askedOffset(hour);
  offsets.set(hour, offset);
  return offset;
}

function askedOffset(instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of paris.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute) - instant;
}
