/* The calendar of Paris worked out another way than the product does: by asking for the wall time of candidates. */

const HOUR = 3_600_000;
const wall = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The first instant at which the clocks of Paris show that; in the hour that they skip, an hour later. */
function instantAt(shown: string, milliseconds: number): number {
  const asUtc = Date.parse(`${shown.replace(' ', 'T')}Z`);
  const candidates = [asUtc - 2 * HOUR, asUtc - HOUR];
  const first = candidates.find((instant) => wall.format(instant) === shown);
  return (first ?? asUtc - HOUR) + milliseconds;
}

function shownLater(sealedAt: Date, move: (date: Date) => void): number {
  const shown = wall.format(sealedAt);
  const date = new Date(`${shown.slice(0, 10)}T00:00:00Z`);
  move(date);
  return instantAt(`${date.toISOString().slice(0, 10)} ${shown.slice(11)}`, sealedAt.getUTCMilliseconds());
}

export function threeMonthsLater(sealedAt: Date): number {
  return shownLater(sealedAt, (date) => {
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + 3);
    // The day does not exist: JavaScript went on into the month after.
    if (date.getUTCDate() !== day) date.setUTCDate(0);
  });
}

export function daysLater(sealedAt: Date, days: number): number {
  return shownLater(sealedAt, (date) => {
    date.setUTCDate(date.getUTCDate() + days);
  });
}
