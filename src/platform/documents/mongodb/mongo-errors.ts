import { MongoBulkWriteError, MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { BulkWriteFailed, DocumentsUnavailable, DuplicateKey } from '../documents.errors.js';

const DUPLICATE_KEY = 11000;

/** Answers of a server that is busy, changes its primary or ends. Source: MongoDB's error codes (retryable ones). */
const UNAVAILABLE = new Set([6, 7, 50, 64, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/**
 * The driver's errors as those of the port. A server's message may hold values of documents: neither it nor the
 * error that has it goes further.
 */
export function translated(collection: string, operation: string, error: unknown): unknown {
  if (!(error instanceof MongoError) || error instanceof MongoInvalidArgumentError) return error;
  if (error instanceof MongoBulkWriteError && [error.writeErrors].flat().length > 0) {
    return bulkFailure(collection, error);
  }
  if (!(error instanceof MongoServerError)) return new DocumentsUnavailable(operation, { cause: error });
  const code = Number(error.code);
  if (code === DUPLICATE_KEY) return new DuplicateKey(collection, indexNamedIn(error.message));
  if (UNAVAILABLE.has(code) || error.hasErrorLabel('RetryableWriteError')) {
    return new DocumentsUnavailable(operation, { cause: new Error(`the server answered code ${code}`) });
  }
  return new Error(`${operation} was refused by the server (code ${code})`);
}

function bulkFailure(collection: string, error: MongoBulkWriteError): BulkWriteFailed {
  const failures = [error.writeErrors].flat().map(({ index, code, errmsg }) => ({
    index,
    error:
      code === DUPLICATE_KEY
        ? new DuplicateKey(collection, indexNamedIn(errmsg ?? ''))
        : new Error(`the server refused the operation (code ${code})`),
  }));
  return new BulkWriteFailed(collection, failures);
}

/** `E11000 duplicate key error collection: base.name index: by-address dup key: { … }` */
function indexNamedIn(message: string): string {
  return / index: (\S+)/.exec(message)?.[1] ?? 'unknown';
}
