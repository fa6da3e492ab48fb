import { parisDay, startOfParisDay } from '../../platform/time/paris-day.js';
import { type WrittenDate } from './written-dates.js';

/** Days of the calendar, numbered as UTC numbers them: `to` is the day after the last. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
/** 29 February comes back after eight years at the latest. */
const YEARS_TO_29_FEBRUARY = 8;

const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;

const yearOf = (day: number): number => new Date(day * DAY).getUTCFullYear();

/** The day that it is in France. */
export const today = (now: Date): number => Date.parse(parisDay(now)) / DAY;

/** ISO 8601: when the day begins in France. */
export function startOf(day: number): string {
  const date = new Date(day * DAY);
  return startOfParisDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()).toISOString();
}

/**
 * The days that a date means: where its year is left out, of the last one that has begun.
 *
 * @returns null for a date that there is not: 31 June
 */
export function daysOf(date: WrittenDate, now: number): Days | null {
  if (date.daysAgo !== undefined) return { from: now - date.daysAgo, to: now - date.daysAgo + 1 };
  if (date.year !== undefined) return daysInYear(date, date.year);
  const thisYear = yearOf(now);
  for (let year = thisYear; year >= thisYear - YEARS_TO_29_FEBRUARY; year -= 1) {
    const days = daysInYear(date, year);
    if (days !== null && days.from <= now) return days;
  }
  return null;
}

function daysInYear({ month, day }: WrittenDate, year: number): Days | null {
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  if (month === undefined) return { from: dayNumber(year, 1, 1), to: dayNumber(year + 1, 1, 1) };
  if (month < 1 || month > 12) return null;
  const days = { from: dayNumber(year, month, 1), to: dayNumber(year, month + 1, 1) };
  if (day === undefined) return days;
  const from = dayNumber(year, month, day);
  return from >= days.from && from < days.to ? { from, to: from + 1 } : null;
}

/**
 * From one date to the other, both included, whichever is written first. What the first leaves out the last may say;
 * where the last has no year, it is the first such date after the first has begun: « du 20/11 au 25/11 » goes on where
 * the 25th is still to come.
 */
export function daysBetween(first: WrittenDate, last: WrittenDate, now: number): Days | null {
  const [one, other] = inOneMonth(first, last);
  const ends = isFixed(other) ? endingAt(one, other, now) : beginningAt(one, other, now);
  if (ends === null) return null;
  const [start, end] = ends;
  return start.from < end.to ? { from: start.from, to: end.to } : { from: end.from, to: start.to };
}

type Ends = readonly [start: Days, end: Days];

const isFixed = ({ year, daysAgo }: WrittenDate): boolean => year !== undefined || daysAgo !== undefined;

/** « du 25 au 20 novembre »: days of the same month, the earlier first. */
function inOneMonth(first: WrittenDate, last: WrittenDate): readonly [WrittenDate, WrittenDate] {
  const { month } = last;
  if (first.month !== undefined || first.day === undefined || month === undefined) return [first, last];
  if (last.day === undefined || first.day <= last.day) return [{ ...first, month }, last];
  return [
    { month, day: last.day },
    { ...last, day: first.day },
  ];
}

function endingAt(first: WrittenDate, last: WrittenDate, now: number): Ends | null {
  const end = daysOf(last, now);
  const start = end && (isFixed(first) ? daysOf(first, now) : lastBefore(first, end));
  return end && start && [start, end];
}

function lastBefore(first: WrittenDate, end: Days): Days | null {
  if (first.month === undefined) return null;
  const year = yearOf(end.to - 1);
  const same = daysInYear(first, year);
  return same !== null && same.from < end.to ? same : daysInYear(first, year - 1);
}

function beginningAt(first: WrittenDate, last: WrittenDate, now: number): Ends | null {
  const start = daysOf(first, now);
  if (start === null) return null;
  const year = yearOf(start.from);
  for (let later = year; later <= year + YEARS_TO_29_FEBRUARY; later += 1) {
    const end = daysInYear(last, later);
    if (end !== null && end.to > start.from) return [start, end];
  }
  return null;
}
