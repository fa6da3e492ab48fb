import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type IndexSpec } from '../../src/platform/documents/documents.js';

/** One document of one collection of the projection. */
export interface DocumentRef {
  readonly collection: string;
  readonly id: string;
}

/** What the engine adds to every document. */
export interface ProjectedDocument {
  readonly _id: string;
  /** Position of the last event folded into it. */
  readonly position: string;
  /** ISO 8601: the document was removed then; the tombstone stays for 7 days. */
  readonly gone?: string;
}

/** What `evolve` sees and answers: the document without what the engine adds. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * A read model as a pure fold. No document looks at another: an event carries what each document needs, so that
 * a batch can be repeated, cut anywhere or folded by two runners and ends the same.
 */
export interface Projection {
  readonly name: string;
  /** Raised when `touches` or `evolve` changes: the read model is then built anew beside the old one. */
  readonly version: number;
  /** Stream prefixes that it follows: `message-`, `mailbox-`, … */
  readonly prefixes: readonly string[];
  /**
   * Every document is fed by one stream alone: parked events can then be replayed stream by stream. Where it is
   * absent, `replay-parked` rebuilds the projection.
   */
  readonly oneStreamPerDocument?: true;
  /** Its collections with their indexes. */
  readonly collections: Readonly<Record<string, readonly IndexSpec[]>>;
  /** Which documents the event touches; none for an event it does not know. */
  touches(event: RecordedEvent<AnyEvent>): readonly DocumentRef[];
  /**
   * Whether the event ends documents whatever came before it. It is then folded though its stream waits behind a
   * poison event, as far as it removes documents: what must be gone in time does not wait until somebody mends it.
   */
  ends?(event: RecordedEvent<AnyEvent>): boolean;
  /** What that document becomes; null removes it. Pure; copes with `private: null`. */
  evolve(document: Body | null, event: RecordedEvent<AnyEvent>, ref: DocumentRef): Body | null;
}
