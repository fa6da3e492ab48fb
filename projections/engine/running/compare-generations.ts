import { isDeepStrictEqual } from 'node:util';
import { type Documents } from '../../../src/platform/documents/documents.js';
import { type EngineDeps } from '../engine-deps.js';
import { type StoredDocument } from '../folding/fold.js';
import { generationRecords } from '../records/generation-record.js';
import { collectionsOf, generationId, type Generation } from '../records/generation.js';

export interface Comparison {
  /** Documents that have not changed since both had got so far. */
  readonly compared: number;
  readonly different: number;
}

const PAGE = 1_000;

/**
 * Compares what a rebuild has filled with the live generation of the same version, as of a position that both have
 * passed; documents that have changed since are left out.
 */
export async function compareGenerations(
  deps: EngineDeps,
  next: Generation,
  liveNumber: number,
  nextPosition: string,
): Promise<Comparison> {
  const { projection } = next;
  const _id = generationId(projection.name, liveNumber);
  const live = await generationRecords(deps.store).findOne({ _id });
  const livePosition = live?.position ?? '';
  const bound = livePosition < nextPosition ? livePosition : nextPosition;
  const old = collectionsOf(deps.store, { projection, number: liveNumber });
  const result = { compared: 0, different: 0 };
  for (const [name, fresh] of collectionsOf(deps.store, next)) {
    const before = old.get(name);
    if (before === undefined) continue;
    for await (const [document, other] of pairs(fresh, before, bound)) {
      result.compared++;
      if (!isDeepStrictEqual(document, other)) result.different++;
    }
    // What the live one has and the next one lacks: the others have been seen.
    for await (const [, other] of pairs(before, fresh, bound)) {
      if (isLiving(other)) continue;
      result.compared++;
      result.different++;
    }
  }
  return result;
}

/** Each living document of a collection, with the other collection's, if neither has changed since `bound`. */
async function* pairs(
  from: Documents<StoredDocument>,
  to: Documents<StoredDocument>,
  bound: string,
): AsyncGenerator<readonly [StoredDocument, StoredDocument | undefined]> {
  for await (const page of pages(from)) {
    const ids = page.map(({ _id }) => _id);
    const found = await to.find({ _id: { $in: ids } }).toArray();
    const others = new Map(found.map((document) => [document._id, document]));
    for (const document of page.filter(isLiving)) {
      const other = others.get(document._id);
      if (document.position <= bound && (other?.position ?? '') <= bound) yield [document, other];
    }
  }
}

const isLiving = (document: StoredDocument | undefined): boolean =>
  document !== undefined && document.gone === undefined;

async function* pages(collection: Documents<StoredDocument>): AsyncGenerator<readonly StoredDocument[]> {
  let after = '';
  for (;;) {
    const page = await collection.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE }).toArray();
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last._id;
  }
}
