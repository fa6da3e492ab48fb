import { type Document, type Documents } from '../documents/documents.js';

/** What the projections engine adds to every document of a read model. */
export interface ProjectedDocument extends Document {
  /** Position of the last event folded into it. */
  readonly position: string;
}

/** An event that a reader must see: what a command answered, and the header `X-After` carries. */
export interface After {
  readonly stream: string;
  readonly revision: number;
}

/** How queries read what projections wrote. */
export interface ReadModels {
  /** The live version of a projection's collection. A removed document is a tombstone without its fields. */
  collection<T extends object>(projection: string, name: string): Promise<Documents<T & ProjectedDocument>>;
  /**
   * Waits until these projections have folded the stream that far, 2 s at most.
   *
   * @returns false where they have not
   */
  caughtUpWith(after: After, projections: readonly string[]): Promise<boolean>;
  /**
   * Whether every read model has folded the event, and every version of it that is being filled: what the event ended
   * stands in none of them any more. Does not wait.
   */
  foldedEverywhere(after: After): Promise<boolean>;
}

/** Nest's injection token of the {@link ReadModels}. */
export const READ_MODELS = Symbol('ReadModels');
