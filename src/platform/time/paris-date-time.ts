const day = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const hour = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * An instant as people in France write it: « 16/09/2020 à 12:37 ».
 *
 * @param at ISO 8601 instant
 */
export function parisDateTime(at: string): string {
  const instant = new Date(at);
  return `${day.format(instant)} à ${hour.format(instant)}`;
}
