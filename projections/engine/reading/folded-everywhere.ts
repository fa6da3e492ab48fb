import { type DocumentStore } from '../../../src/platform/documents/documents.js';
import { type Projection } from '../projection.js';
import { generationRecords } from '../records/generation-record.js';
import { generationId } from '../records/generation.js';
import { type ProjectionRecords } from '../records/projection-record.js';

/**
 * Whether every generation of these projections has folded the log up to this position: those that are being filled,
 * too. One that was replaced is fed no more, and has not until it is dropped.
 */
export async function foldedEverywhere(
  store: DocumentStore,
  records: ProjectionRecords,
  projections: readonly Projection[],
  position: string,
): Promise<boolean> {
  const found = await Promise.all(projections.map(({ name }) => records.find(name)));
  if (found.some((record) => record === null || record.retired.length > 0)) return false;
  const ids = found.flatMap((record) => {
    if (record === null) return [];
    const filling = record.next === null || record.next.stopped !== null ? [] : [record.next.generation];
    return [record.live.generation, ...filling].map((number) => generationId(record._id, number));
  });
  const generations = await generationRecords(store)
    .find({ _id: { $in: ids } })
    .toArray();
  return generations.length === ids.length && generations.every((one) => (one.position ?? '') >= position);
}
