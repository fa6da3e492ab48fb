import { isObject, type JsonObject, members, rank, rankOf } from './value-order.js';

/*
 * Values as bytes that `memcmp` orders as MongoDB orders the values, so that a plain SQLite B-tree over BLOBs is
 * an index with MongoDB's order. Each code tells its own end, so codes can stand one after another, and a
 * descending field is its code inverted. The idea is that of WiredTiger's KeyString in MongoDB.
 */

/** Ends a string; a NUL within it is 00 FF. */
const END = [0x00, 0x01] as const;

/** Grows as needed, and is used again for the next key: encoding is synchronous. */
let bytes = Buffer.allocUnsafe(1024);
let length = 0;

function reserve(more: number): void {
  if (length + more <= bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + more));
  bytes.copy(larger, 0, 0, length);
  bytes = larger;
}

function putByte(byte: number): void {
  reserve(1);
  bytes[length] = byte;
  length += 1;
}

/** Shorter ASCII is written sooner here than by a call into the runtime. */
const SHORT = 64;

function putText(text: string): void {
  reserve(text.length * 3);
  const end = length + text.length;
  if (text.length <= SHORT && putAscii(bytes, text, length)) {
    length = end;
    return;
  }
  length += bytes.write(text, length, 'utf8');
}

/** @returns false where the text is not all ASCII */
function putAscii(into: Buffer, text: string, from: number): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    into[from + i] = code;
  }
  return true;
}

function putString(text: string, terminated = true): void {
  if (text.includes('\0')) {
    const pieces = text.split('\0');
    pieces.forEach((piece, i) => {
      putText(piece);
      if (i < pieces.length - 1) [0x00, 0xff].forEach(putByte);
    });
  } else {
    putText(text);
  }
  if (terminated) {
    putByte(END[0]);
    putByte(END[1]);
  }
}

/** IEEE 754 made to order as unsigned bytes: the sign flipped, a negative number inverted. */
function putNumber(value: number): void {
  reserve(8);
  bytes.writeDoubleBE(value === 0 ? 0 : value, length);
  if (value < 0) invert(length, length + 8);
  else bytes[length] = (bytes[length] ?? 0) ^ 0x80;
  length += 8;
}

function invert(from: number, to: number): void {
  for (let i = from; i < to; i += 1) bytes[i] = ~(bytes[i] ?? 0) & 0xff;
}

function putObject(object: JsonObject): void {
  for (const [name, value] of members(object)) {
    putByte(rankOf(value));
    putString(name);
    putPayload(value);
  }
  putByte(0);
}

function putPayload(value: unknown): void {
  if (typeof value === 'string') putString(value);
  else if (typeof value === 'number' && Number.isFinite(value)) putNumber(value);
  else if (typeof value === 'boolean') putByte(value ? 1 : 0);
  else if (Array.isArray(value)) {
    value.forEach(putValue);
    putByte(0);
  } else if (isObject(value)) putObject(value);
}

function putValue(value: unknown): void {
  putByte(rankOf(value));
  putPayload(value);
}

function taken(): Buffer {
  const key = Buffer.allocUnsafe(length);
  bytes.copy(key, 0, 0, length);
  length = 0;
  return key;
}

export function encodeValue(value: unknown): Buffer {
  length = 0;
  putValue(value);
  return taken();
}

/** What every string that begins with `prefix` has its code begin with. */
export function encodeStringPrefix(prefix: string): Buffer {
  length = 0;
  putByte(rank.string);
  putString(prefix, false);
  return taken();
}

/** The key of several fields: a value for each. */
export function encodeKey(
  values: readonly unknown[],
  fields: readonly { readonly direction: 1 | -1 }[],
): Buffer {
  length = 0;
  for (let i = 0; i < values.length; i += 1) {
    const start = length;
    putValue(values[i]);
    if (fields[i]?.direction === -1) invert(start, length);
  }
  return taken();
}

/** Whether the code is that of one string, ascending, and not of what strings begin with. */
export function isWholeString(code: Buffer): boolean {
  return code[0] === rank.string && code.at(-2) === END[0] && code.at(-1) === END[1];
}

export function inverted(code: Buffer): Buffer {
  return Buffer.from(code.map((byte) => ~byte & 0xff));
}

/** The least key after all those that begin with `prefix`. */
export function afterAll(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix);
  for (let i = next.length - 1; i >= 0; i -= 1) {
    const byte = next[i] ?? 0;
    if (byte < 0xff) {
      next[i] = byte + 1;
      return next.subarray(0, i + 1);
    }
  }
  return LAST;
}

/** Below every key; above every key: the first byte is a type, inverted or not, so between 08 and F7. */
export const FIRST = Buffer.alloc(0);
export const LAST = Buffer.from([0xff]);
