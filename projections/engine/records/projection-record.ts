import {
  type Document,
  type Documents,
  type DocumentStore,
} from '../../../src/platform/documents/documents.js';
import { isDuplicate } from '../folding/is-duplicate.js';
import { type Projection } from '../projection.js';

export interface LiveGeneration {
  readonly generation: number;
  readonly version: number;
}

/** Where a rebuild met a poison event. */
export interface StoppedAt {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly category: string;
}

export interface NextGeneration extends LiveGeneration {
  /** Null while it is being filled. */
  readonly stopped: StoppedAt | null;
}

export interface RebuildOutcome {
  readonly generation: number;
  readonly at: string;
  /** Documents that stood in both at the same position; null where the version was another one. */
  readonly compared: number | null;
  readonly different: number;
}

/** Which generation of a projection answers, and which is being filled. `_id` is the projection's name. */
export interface ProjectionRecord extends Document {
  /** Raised by each change: changes are compare-and-set. */
  readonly rev: number;
  readonly live: LiveGeneration;
  readonly next: NextGeneration | null;
  /** The highest generation number given so far. */
  readonly latest: number;
  readonly retired: readonly { readonly generation: number; readonly at: string }[];
  /** `replay-parked` was asked for and has not been done. */
  readonly replay: boolean;
  readonly lastRebuild: RebuildOutcome | null;
}

const firstRecord = ({ name, version }: Projection): ProjectionRecord => ({
  _id: name,
  rev: 0,
  live: { generation: 1, version },
  next: null,
  latest: 1,
  retired: [],
  replay: false,
  lastRebuild: null,
});

/** The projections' records: one document each, in the database of the read models. */
export class ProjectionRecords {
  private readonly records: Documents<ProjectionRecord>;

  constructor(store: DocumentStore) {
    this.records = store.collection<ProjectionRecord>('projections');
  }

  async find(name: string): Promise<ProjectionRecord | null> {
    return this.records.findOne({ _id: name });
  }

  /** The projection's record, made at its first start. */
  async ensure(projection: Projection): Promise<ProjectionRecord> {
    const found = await this.find(projection.name);
    if (found !== null) return found;
    const document = firstRecord(projection);
    try {
      await this.records.bulkWrite([{ insertOne: { document } }]);
      return document;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.ensure(projection);
    }
  }

  /**
   * Changes a record as it is now.
   *
   * @param change answers undefined where nothing is to be changed (any more)
   * @returns the record as it is afterwards
   */
  async change(
    projection: Projection,
    change: (record: ProjectionRecord) => Partial<ProjectionRecord> | undefined,
  ): Promise<ProjectionRecord> {
    for (;;) {
      const record = await this.ensure(projection);
      const changed = change(record);
      if (changed === undefined) return record;
      const replacement = { ...record, ...changed, rev: record.rev + 1 };
      const { matchedCount } = await this.records.bulkWrite([
        { replaceOne: { filter: { _id: record._id, rev: record.rev }, replacement } },
      ]);
      if (matchedCount === 1) return replacement;
    }
  }
}

/**
 * The rebuild ends here. What it has filled is given up: nothing would remove from it what expires.
 */
export function stopNext(
  record: ProjectionRecord,
  next: NextGeneration,
  stopped: StoppedAt,
  at: string,
): Partial<ProjectionRecord> {
  return {
    next: { ...next, stopped },
    retired: [...record.retired, { generation: next.generation, at }],
  };
}

/** A generation to be filled from the start of the log; one that was being filled is given up. */
export function beginNext(record: ProjectionRecord, version: number, at: string): Partial<ProjectionRecord> {
  const generation = record.latest + 1;
  const givenUp =
    record.next === null || record.next.stopped !== null ? [] : [{ generation: record.next.generation, at }];
  return {
    next: { generation, version, stopped: null },
    latest: generation,
    retired: [...record.retired, ...givenUp],
    replay: false,
  };
}
