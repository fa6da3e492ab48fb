import { randomUUID } from 'node:crypto';
import {
  type BulkOperation,
  type Databases,
  type Document,
  type Documents,
  type DocumentStore,
  type Filter,
  type FindOptions,
  type IndexSpec,
  type Sort,
} from '../../../src/platform/documents/documents.js';
import { BulkWriteFailed } from '../../../src/platform/documents/documents.errors.js';

/** What an adapter gives to the contract suite. Its databases may hold anything. */
export interface DocumentsTarget {
  open(): Promise<Databases>;
  /** Stops what `open` started, after the databases have been closed. */
  stop?(): Promise<void>;
  /**
   * Cases in which the server tested against is known not to behave as MongoDB does: there they have to fail, so
   * that the list stays true.
   */
  readonly deviations?: readonly string[];
}

/** A document of the tests: anything that JSON can hold. */
export interface Doc extends Document {
  readonly [member: string]: unknown;
}

export interface ContractContext {
  /** Vitest's `it`, but for the target's known deviations. */
  check(name: string, test: () => Promise<void>): void;
  readonly store: DocumentStore;
  readonly databases: Databases;
  /** A collection that no other test uses. */
  fresh(): Documents<Doc>;
  /** One that holds these documents. */
  holding(...documents: readonly Doc[]): Promise<Documents<Doc>>;
}

export function uniqueName(): string {
  return `contract.${randomUUID().slice(0, 13)}`;
}

export const inserted = (document: Doc): BulkOperation<Doc> => ({ insertOne: { document } });

export async function idsOf(
  documents: Documents<Doc>,
  filter: Filter,
  options?: FindOptions,
): Promise<string[]> {
  const found = await documents.find(filter, options).toArray();
  return found.map((document) => document._id);
}

/** In the order of the ids: for filters, whose order means nothing. */
export async function idsIn(documents: Documents<Doc>, filter: Filter): Promise<string[]> {
  return (await idsOf(documents, filter)).sort();
}

export const anIndex = (key: Sort, options: Partial<IndexSpec> = {}): IndexSpec => ({
  name: Object.entries(key).flat().join('_'),
  key,
  why: 'the contract suite asks for it',
  ...options,
});

/** The error of a bulk write that has to fail. */
export async function failureOf(write: Promise<unknown>): Promise<BulkWriteFailed> {
  const error = await write.then(
    () => new Error('the bulk write did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof BulkWriteFailed) return error;
  throw error as Error;
}

/** The one document, after one update. */
export async function updated(
  context: ContractContext,
  document: Doc,
  update: Readonly<Record<string, unknown>>,
): Promise<Doc | null> {
  const documents = await context.holding(document);
  await documents.bulkWrite([{ updateOne: { filter: { _id: document._id }, update } }]);
  return documents.findOne({ _id: document._id });
}
