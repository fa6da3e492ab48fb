export interface Group {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/**
 * What comes in pieces of any length, in groups of `length` bytes and a last one that is shorter or as long; an
 * empty source has one empty group. A full group waits until more comes: only then is it known not to be the last.
 * At most one group, and the piece that ends it, are in memory.
 */
export async function* regrouped(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Group, void, undefined> {
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  for await (const piece of source) {
    let rest = piece;
    while (gathered + rest.length > length) {
      const taken = length - gathered;
      yield { bytes: joined([...pieces, rest.subarray(0, taken)]), last: false };
      pieces = [];
      gathered = 0;
      rest = rest.subarray(taken);
    }
    if (rest.length > 0) pieces.push(rest);
    gathered += rest.length;
  }
  yield { bytes: joined(pieces), last: true };
}

function joined(pieces: readonly Uint8Array[]): Buffer {
  const [only] = pieces;
  if (pieces.length !== 1 || only === undefined) return Buffer.concat(pieces);
  return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
}
