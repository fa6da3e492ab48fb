import { type Clause } from './branches.js';
import { afterAll, encodeStringPrefix, encodeValue, inverted, isWholeString } from './key-encoding.js';
import { rank, rankOf } from './value-order.js';

/** A place among the codes of a field: just before, or just after, all those that begin with `code`. */
interface Edge {
  readonly code: Buffer;
  readonly after: boolean;
}

/** A range of one field's codes. */
export interface Bounds {
  readonly low: Edge;
  readonly high: Edge;
  /** The range is one value, with this code. */
  readonly point: Buffer | null;
}

/** A range of keys: from `start` on, before `end`. */
export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** What a clause allows on its path; `exact` where it allows nothing more than the clause says. */
export interface ClauseBounds {
  readonly bounds: readonly Bounds[];
  readonly exact: boolean;
}

const before = (code: Buffer): Edge => ({ code, after: false });
const after = (code: Buffer): Edge => ({ code, after: true });

function pointAt(value: unknown): Bounds {
  const code = encodeValue(value);
  return { low: before(code), high: after(code), point: code };
}

/** The bounds of a clause, or null where an index says nothing about it. */
export function boundsOf({ operator, operand }: Clause): ClauseBounds | null {
  if (operator === '$eq') return inBounds([operand]);
  if (operator === '$in') return Array.isArray(operand) ? inBounds(operand) : null;
  if (operator === '$regex') return regexBounds(operand);
  return rangeBounds(operator, operand);
}

function inBounds(values: readonly unknown[]): ClauseBounds | null {
  // An array is equal to an array or to an element that is one; a regular expression is no value.
  if (values.some((value) => Array.isArray(value) || value instanceof RegExp)) return null;
  return { bounds: values.map(pointAt), exact: true };
}

function rangeBounds(operator: string, operand: unknown): ClauseBounds | null {
  const type = rankOf(operand);
  if (type === rank.array || type === rank.null) return null;
  const low = before(Buffer.from([type]));
  const high = after(Buffer.from([type]));
  const code = encodeValue(operand);
  const range = {
    $gt: { low: after(code), high },
    $gte: { low: before(code), high },
    $lt: { low, high: before(code) },
    $lte: { low, high: after(code) },
  }[operator];
  return range === undefined ? null : { bounds: [{ ...range, point: null }], exact: true };
}

/** Characters that stand for themselves, escaped or not, after `^`. */
const literalPrefix = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^a-zA-Z0-9])*)/;

function regexBounds(operand: unknown): ClauseBounds | null {
  if (!(operand instanceof RegExp) || /[^gsuy]/.test(operand.flags) || operand.source.includes('|'))
    return null;
  const literal = literalPrefix.exec(operand.source)?.[1] ?? '';
  const rest = operand.source.slice(1 + literal.length);
  // A quantifier belongs to the character before it: that one may be absent.
  const kept = /^[*?{]/.test(rest) ? literal.replace(/(\\.|[^\\])$/su, '') : literal;
  const prefix = kept.replace(/\\(.)/gsu, '$1');
  // Half of a surrogate pair has no code of its own.
  if (prefix === '' || /\p{Surrogate}/u.test(prefix)) return null;
  const code = encodeStringPrefix(prefix);
  return { bounds: [{ low: before(code), high: after(code), point: null }], exact: rest === '' };
}

const place = (edge: Edge): Buffer => (edge.after ? afterAll(edge.code) : edge.code);

/** Both hold, of one value. */
export function intersection(left: readonly Bounds[], right: readonly Bounds[]): readonly Bounds[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const low = Buffer.compare(place(a.low), place(b.low)) >= 0 ? a.low : b.low;
      const high = Buffer.compare(place(a.high), place(b.high)) <= 0 ? a.high : b.high;
      if (Buffer.compare(place(low), place(high)) >= 0) return [];
      return [{ low, high, point: a.point ?? b.point }];
    }),
  );
}

/** The codes of an index field that is kept in the descending direction are inverted, and so are its bounds. */
export function descending(bounds: Bounds): Bounds {
  const flip = (edge: Edge): Edge => ({ code: inverted(edge.code), after: !edge.after });
  return {
    low: flip(bounds.high),
    high: flip(bounds.low),
    point: bounds.point === null ? null : inverted(bounds.point),
  };
}

/** The keys that begin with `prefix` and go on within `bounds`. */
export function keyRange(prefix: Buffer, bounds: Bounds): KeyRange {
  const at = (edge: Edge): Buffer => place({ code: Buffer.concat([prefix, edge.code]), after: edge.after });
  return { start: at(bounds.low), end: at(bounds.high) };
}

/** In order, without overlaps, those that touch as one. */
export function united(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const sorted = [...ranges].sort((a, b) => Buffer.compare(a.start, b.start));
  const result: KeyRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last !== undefined && Buffer.compare(range.start, last.end) <= 0) {
      const end = Buffer.compare(range.end, last.end) > 0 ? range.end : last.end;
      result[result.length - 1] = { start: last.start, end };
    } else {
      result.push(range);
    }
  }
  return result;
}

/** The range holds the key of one string, and nothing else. */
export function isOneString({ start, end }: KeyRange): boolean {
  return isWholeString(start) && end.equals(afterAll(start));
}
