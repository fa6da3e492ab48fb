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

const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;

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
  const thisYear = new Date(now * DAY).getUTCFullYear();
  // 29 February comes back after eight years at the latest.
  for (let year = thisYear; year >= thisYear - 8; year -= 1) {
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

/** From the first date to the last, both included; the first has from the last what it leaves out. */
export function daysBetween(first: WrittenDate, last: WrittenDate, now: number): Days | null {
  const end = daysOf(last, now);
  const start = end && daysBefore(first, last, end, now);
  return end && start && start.from < end.to ? { from: start.from, to: end.to } : null;
}

function daysBefore(first: WrittenDate, last: WrittenDate, end: Days, now: number): Days | null {
  if (first.daysAgo !== undefined || first.year !== undefined) return daysOf(first, now);
  const month = first.month ?? last.month;
  const whole = month === undefined ? first : { ...first, month };
  if (whole.month === undefined && whole.day !== undefined) return null;
  const year = new Date((end.to - 1) * DAY).getUTCFullYear();
  const same = daysInYear(whole, year);
  return same !== null && same.from < end.to ? same : daysInYear(whole, year - 1);
}
