/** Kinds of B-tree pages, by their first byte, with the bytes of their header. No other page begins so. */
const HEADER_BYTES: ReadonlyMap<number, number> = new Map([
  [2, 12],
  [5, 12],
  [10, 8],
  [13, 8],
]);
/** The file's own header comes before that of its first page. */
const FILE_HEADER_BYTES = 100;
/** From here on a page number in the first bytes of an overflow page would look like a kind (137 GB of 4 KiB pages). */
export const MAX_PAGES = 0x2000000;

export interface Gap {
  /** Offsets in the page, `end` not included. */
  readonly start: number;
  readonly end: number;
}

/**
 * What lies between the pointers to a B-tree page's cells and the cells: bytes that SQLite neither reads nor promises
 * anything of. `secure_delete` overwrites cells that are deleted, but where cells move to another page (a page is
 * split, or joined with its neighbours), their old copies stay in the gap, and outlive the cells.
 *
 * Rule: SQLite's « Database File Format », 1.6 « B-tree Pages ».
 *
 * @param number of the page in its file, from 1
 * @returns undefined where the page is none of a B-tree
 */
export function gapOf(page: Buffer, number: number): Gap | undefined {
  const at = number === 1 ? FILE_HEADER_BYTES : 0;
  const header = HEADER_BYTES.get(page[at] ?? 0);
  if (header === undefined) return undefined;
  const start = at + header + 2 * page.readUInt16BE(at + 3);
  const end = page.readUInt16BE(at + 5);
  return start <= end && end <= page.length ? { start, end } : undefined;
}
