const parisDate = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in France at that instant, as `YYYY-MM-DD`. */
export function parisDay(instant: Date): string {
  return parisDate.format(instant);
}
