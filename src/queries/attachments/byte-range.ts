import parseRange from 'range-parser';
import { type ByteRange } from '../../platform/content/content-store.js';

/**
 * The one range of bytes that a `Range` header asks for (RFC 9110, 14.1.2). range-parser takes a suffix that is longer
 * than the bytes for one of none, and a range that ends before it begins for one that cannot be satisfied.
 *
 * @param size of the whole, in bytes
 * @returns undefined where the header is to be ignored: it is invalid, or asks for several ranges, or in another unit
 */
export function byteRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const single = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header);
  if (single === null) return undefined;
  const [, first = '', last = ''] = single;
  if (first === '') return suffix(last, size);
  if (last !== '' && Number(last) < Number(first)) return undefined;
  const ranges = parseRange(size, `bytes=${first}-${last}`);
  if (ranges === -1) return 'unsatisfiable';
  return ranges === -2 ? undefined : ranges[0];
}

/** The last bytes; of none they are all of them, and have no place that could be named. */
function suffix(length: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  if (length === '') return undefined;
  if (Number(length) === 0) return 'unsatisfiable';
  return size === 0 ? undefined : { start: Math.max(size - Number(length), 0), end: size - 1 };
}
