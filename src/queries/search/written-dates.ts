/*
 * Dates as people write them, in folded text (no accents, lower case): « 16/09/2020 », « 1er mars », « sept. 2020 ».
 * A grammar of our own: the libraries for it read English first, guess times and time zones, and take « mars » or
 * « 2020 » from the middle of an address.
 */

/** What is written of a date; the year may be left out, and so may the day, or day and month. */
export interface WrittenDate {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  /** Days before today, for « hier ». */
  readonly daysAgo?: number;
}

export interface Read<T> {
  readonly value: T;
  /** Where the text goes on. */
  readonly end: number;
}

const months: readonly (readonly string[])[] = [
  ['janvier', 'janv', 'jan'],
  ['fevrier', 'fevr', 'fev'],
  ['mars'],
  ['avril', 'avr'],
  ['mai'],
  ['juin'],
  ['juillet', 'juil'],
  ['aout'],
  ['septembre', 'sept'],
  ['octobre', 'oct'],
  ['novembre', 'nov'],
  ['decembre', 'dec'],
];
const monthNumbers = new Map(months.flatMap((names, at) => names.map((name) => [name, at + 1] as const)));

const MONTH = `(${[...monthNumbers.keys()].join('|')})\\b\\.?`;
const WEEKDAY = '(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?';
const DAY = '(\\d{1,2})(?:er)?';
const YEAR = '(\\d{4})';
/** A number that goes on is a telephone's, or a version's. */
const END = '(?![\\p{L}\\p{N}]|[/.-]\\d)';
/** The other date of a range may follow: « 2025-2026 ». */
const END_IN_RANGE = '(?![\\p{L}\\p{N}]|[/.]\\d)';

type Builder = (parts: readonly string[]) => WrittenDate;

const century = (year: string): number =>
  year.length === 2 ? (Number(year) < 70 ? 2000 : 1900) + Number(year) : Number(year);
const month = (name: string | undefined): number => monthNumbers.get(name ?? '') ?? 0;
const withYear = (date: WrittenDate, year: string | undefined): WrittenDate =>
  year === undefined ? date : { ...date, year: century(year) };

/** The longest first. */
const forms: readonly (readonly [string, Builder])[] = [
  [`${YEAR}-(\\d{2})-(\\d{2})`, ([y = '', m, d]) => ({ year: Number(y), month: Number(m), day: Number(d) })],
  [
    `(\\d{1,2})(?:/(\\d{1,2})/|\\.(\\d{1,2})\\.|-(\\d{1,2})-)(\\d{4}|\\d{2})`,
    ([d, slash, dot, dash, y]) => withYear({ day: Number(d), month: Number(slash ?? dot ?? dash) }, y),
  ],
  [`${WEEKDAY}${DAY} ${MONTH}(?: ${YEAR})?`, ([d, m, y]) => withYear({ day: Number(d), month: month(m) }, y)],
  ['((?:19|20)\\d{2})-(0[1-9]|1[0-2])', ([y, m]) => withYear({ month: Number(m) }, y)],
  [`(\\d{1,2})[/.-]${YEAR}`, ([m, y]) => withYear({ month: Number(m) }, y)],
  ['(\\d{1,2})/(\\d{1,2})', ([d, m]) => ({ day: Number(d), month: Number(m) })],
  [`${MONTH}(?: ${YEAR})?`, ([m, y]) => withYear({ month: month(m) }, y)],
  ['((?:19|20)\\d{2})', ([y]) => withYear({}, y)],
  ["aujourd'? ?hui", () => ({ daysAgo: 0 })],
  ['avant[- ]hier', () => ({ daysAgo: 2 })],
  ['hier', () => ({ daysAgo: 1 })],
];

const endingIn = (end: string): readonly (readonly [RegExp, Builder])[] =>
  forms.map(([form, build]) => [new RegExp(form + end, 'uy'), build]);
const readable = { alone: endingIn(END), 'in-range': endingIn(END_IN_RANGE) };

/**
 * A date that is written here, if one is. The text has one space where it has any.
 *
 * @param stands whether another date may follow after a hyphen
 */
export function readDate(
  text: string,
  at: number,
  stands: keyof typeof readable = 'alone',
): Read<WrittenDate> | null {
  for (const [form, build] of readable[stands]) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match !== null) return { value: build(match.slice(1)), end: form.lastIndex };
  }
  return null;
}

const loneDay = new RegExp(DAY + END, 'uy');

/** What begins a range may leave out what its end says: « du 1er au 15 septembre ». */
export function readFirstDate(text: string, at: number): Read<WrittenDate> | null {
  const date = readDate(text, at);
  if (date !== null) return date;
  loneDay.lastIndex = at;
  const match = loneDay.exec(text);
  return match === null ? null : { value: { day: Number(match[1]) }, end: loneDay.lastIndex };
}
