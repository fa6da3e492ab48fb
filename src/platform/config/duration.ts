const FORM = /^([+-])?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration (`P3M`, `PT90S`, `-P1D`). Years and months are those of the calendar that
 * begin (or, negative, end) at `from`, in UTC.
 *
 * @throws RangeError not a duration, or one without any part
 */
export function durationMs(text: string, from: Date): number {
  const match = FORM.exec(text);
  const parts = match?.slice(2).map((part) => Number((part as string | undefined) ?? 0)) ?? [];
  if (match === null || !/\d[A-Z]$/.test(text)) throw new RangeError('not an ISO 8601 duration');
  const sign = match[1] === '-' ? -1 : 1;
  const part = (index: number): number => sign * (parts[index] ?? 0);
  const end = new Date(from);
  end.setUTCFullYear(end.getUTCFullYear() + part(0), end.getUTCMonth() + part(1));
  end.setUTCDate(end.getUTCDate() + 7 * part(2) + part(3));
  const clock = 1000 * (3600 * part(4) + 60 * part(5) + part(6));
  return end.getTime() - from.getTime() + clock;
}
