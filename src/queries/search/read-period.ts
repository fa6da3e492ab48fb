import { type Days, daysBetween, daysOf, startOf } from './calendar-days.js';
import { type Read, readDate, readFirstDate, type WrittenDate } from './written-dates.js';

/** When a message was sent: from an instant on, before another (ISO 8601). One of them may be open. */
export interface Period {
  readonly from?: string;
  readonly before?: string;
}

const period = ({ from, to }: Days): Period => ({ from: startOf(from), before: startOf(to) });

type Opening = readonly [introduction: RegExp, period: (days: Days) => Period];

const openings: readonly Opening[] = [
  [/(?:depuis|a partir)(?: du| de| le| la)? /uy, ({ from }) => ({ from: startOf(from) })],
  [/avant(?: le| la)? /uy, ({ from }) => ({ before: startOf(from) })],
  [/apres(?: le| la)? /uy, ({ to }) => ({ from: startOf(to) })],
  [/jusqu'(?:au|a|en) /uy, ({ to }) => ({ before: startOf(to) })],
  [/(?:le|du|en|de|au) /uy, period],
];
const rangeStart = /(?:du|de|entre(?: le)?) |d'/uy;
const rangeMiddle = / (?:au|a|et(?: le)?|jusqu'au) /uy;
/** Between two dates alone: « octobre à novembre 2026 », « 2025-2026 ». */
const bareMiddle = / (?:au|a|jusqu'au) | ?[-‐‑–—] ?/uy;

/**
 * The dates that are written here, if any: one, a range (« du … au … », « entre le … et le … », « … - … »), or an open
 * one (« depuis », « avant », « après », « jusqu'au »).
 *
 * @param text folded, with one space where it has any
 * @param today as `today` of calendar-days numbers it
 */
export function readPeriod(text: string, at: number, today: number): Read<Period> | null {
  const range = readRange(text, at, today);
  if (range !== null) return range;
  const bare = readDays(text, at, today, period);
  if (bare !== null) return bare;
  for (const [introduction, build] of openings) {
    const start = skip(introduction, text, at);
    const found = start === null ? null : readDays(text, start, today, build);
    if (found !== null) return found;
  }
  return null;
}

function readDays(
  text: string,
  at: number,
  today: number,
  build: (days: Days) => Period,
): Read<Period> | null {
  const date = readDate(text, at);
  const days = date && daysOf(date.value, today);
  return date && days && { value: build(days), end: date.end };
}

type Ends = readonly [WrittenDate, WrittenDate];

function readRange(text: string, at: number, today: number): Read<Period> | null {
  const ends = readEnds(text, at) ?? readBareEnds(text, at);
  const days = ends && daysBetween(ends.value[0], ends.value[1], today);
  return ends && days && { value: period(days), end: ends.end };
}

function readEnds(text: string, at: number): Read<Ends> | null {
  const start = skip(rangeStart, text, at);
  if (start === null) return null;
  return endsFrom(readFirstDate(text, start), rangeMiddle, text) ?? readBareEnds(text, start);
}

/** Nothing but their likeness says that these are dates: « 16/09-2020 » is none. */
function readBareEnds(text: string, at: number): Read<Ends> | null {
  const ends = endsFrom(readDate(text, at, 'in-range'), bareMiddle, text);
  return ends !== null && isAlike(...ends.value) ? ends : null;
}

function endsFrom(first: Read<WrittenDate> | null, middle: RegExp, text: string): Read<Ends> | null {
  const start = first && skip(middle, text, first.end);
  const last = start === null ? null : readDate(text, start);
  return first && last && { value: [first.value, last.value], end: last.end };
}

const isAlike = (one: WrittenDate, other: WrittenDate): boolean =>
  (['day', 'month', 'daysAgo'] as const).every(
    (part) => (one[part] === undefined) === (other[part] === undefined),
  );

/** Where the text goes on after it, if it is here. */
function skip(expression: RegExp, text: string, at: number): number | null {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : null;
}
