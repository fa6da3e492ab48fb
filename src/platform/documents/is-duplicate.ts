import { BulkWriteFailed, DuplicateKey } from './documents.errors.js';

/** Nothing failed but inserts of documents that somebody else has inserted before. */
export function isDuplicate(error: unknown): boolean {
  if (error instanceof DuplicateKey) return true;
  return (
    error instanceof BulkWriteFailed &&
    error.failures.every((failure) => failure.error instanceof DuplicateKey)
  );
}
