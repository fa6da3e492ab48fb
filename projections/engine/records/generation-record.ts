import {
  type Document,
  type Documents,
  type DocumentStore,
} from '../../../src/platform/documents/documents.js';

/** A stream that waits behind an event which could not be read or folded. Never holds anything of its content. */
export interface ParkedStream {
  readonly stream: string;
  /** Of the poison event: it and all after it in the stream have not been folded. */
  readonly revision: number;
  readonly position: string;
  /** `unknown-type`, `schema`, `box`, `evolve`, … */
  readonly category: string;
  readonly at: string;
}

/** Who fills a generation and how far it is. `_id` is `<projection>@<generation>`. */
export interface GenerationRecord extends Document {
  /** Everything up to here has been folded or parked; null before the first event. */
  readonly position: string | null;
  /** Position of the last event that the projection follows; a checkpoint may be beyond it. */
  readonly applied: string | null;
  readonly caughtUp: boolean;
  readonly lagSeconds: number;
  readonly owner: string | null;
  /** Raised at each change of owner: what an owner of before writes then finds nothing. */
  readonly token: number;
  /** Raised while the owner lives. */
  readonly beat: number;
  /** Here, because parking must be lost with the lease: what is written without the parked events comes after it. */
  readonly parked: readonly ParkedStream[];
}

export function generationRecords(store: DocumentStore): Documents<GenerationRecord> {
  return store.collection<GenerationRecord>('generations');
}

export const newGenerationRecord = (_id: string): GenerationRecord => ({
  _id,
  position: null,
  applied: null,
  caughtUp: false,
  lagSeconds: 0,
  owner: null,
  token: 0,
  beat: 0,
  parked: [],
});
