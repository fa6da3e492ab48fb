import { createHash } from 'node:crypto';
import { foldText } from '../../../src/contracts/text/fold-text.js';

/** Shorter ones are found by chance. */
const SHORTEST = 6;

/** What to look for, by what it is called in a failure. */
export type Needles = ReadonlyMap<string, Buffer>;

/** A text in every form in which a store may hold it: as it is, folded, its words, encoded, hashed. */
export function needlesOf(text: string): Needles {
  const needles = new Map<string, Buffer>();
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= SHORTEST);
  for (const piece of new Set([text, ...words])) {
    const spellings = [piece, piece.normalize('NFD'), piece.toLowerCase(), foldText(piece)];
    for (const spelling of new Set(spellings)) addSpelling(needles, spelling);
  }
  return needles;
}

/** Bytes that are kept as base64, or as they are. */
export function needlesOfSecret(base64: string): Needles {
  return new Map([
    [`base64 ${base64.slice(0, 12)}…`, Buffer.from(base64)],
    [`bytes of ${base64.slice(0, 12)}…`, Buffer.from(base64, 'base64')],
  ]);
}

function addSpelling(needles: Map<string, Buffer>, text: string): void {
  const bytes = Buffer.from(text);
  needles.set(`« ${text} »`, bytes);
  const wide = Buffer.from(text, 'utf16le');
  needles.set(`« ${text} » in UTF-16LE`, wide);
  needles.set(`« ${text} » in UTF-16BE`, Buffer.from(wide).swap16());
  for (const shift of [0, 1, 2]) {
    for (const encoded of base64At(bytes, shift)) {
      needles.set(`« ${text} » in base64 (${shift}) ${encoded}`, Buffer.from(encoded));
    }
  }
  const digest = createHash('sha256').update(bytes).digest();
  needles.set(`SHA-256 of « ${text} »`, digest);
  needles.set(`SHA-256 of « ${text} » in hex`, Buffer.from(digest.toString('hex')));
  needles.set(`SHA-256 of « ${text} » in base64`, Buffer.from(digest.toString('base64').slice(0, 42)));
  needles.set(`SHA-256 of « ${text} » in base64url`, Buffer.from(digest.toString('base64url').slice(0, 42)));
}

/** The characters that depend on these bytes alone, where `shift` others stand before them. */
function base64At(bytes: Buffer, shift: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const own = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  const forms = new Set([own, own.replaceAll('+', '-').replaceAll('/', '_')]);
  return [...forms].filter((form) => form.length >= SHORTEST);
}
