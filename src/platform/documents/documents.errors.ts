/** A unique index refused a document. */
export class DuplicateKey extends Error {
  constructor(
    readonly collection: string,
    readonly index: string,
    options?: ErrorOptions,
  ) {
    super(`collection ${collection}: index ${index} already holds this key`, options);
    this.name = 'DuplicateKey';
  }
}

export interface BulkWriteFailure {
  /** Of the operation in the call. */
  readonly index: number;
  readonly error: Error;
}

/** Some operations of a bulk write failed; `failures` names each, and the others were carried out (or, ordered, not begun). */
export class BulkWriteFailed extends Error {
  constructor(
    readonly collection: string,
    readonly failures: readonly BulkWriteFailure[],
  ) {
    super(
      `collection ${collection}: ${failures.length} operation(s) failed, the first: ${failures[0]?.error.message ?? ''}`,
    );
    this.name = 'BulkWriteFailed';
  }
}

/** The documents' engine cannot be reached or did not answer in time. */
export class DocumentsUnavailable extends Error {
  constructor(
    readonly operation: string,
    options?: ErrorOptions,
  ) {
    super(`the documents store cannot be reached (${operation})`, options);
    this.name = 'DocumentsUnavailable';
  }
}
