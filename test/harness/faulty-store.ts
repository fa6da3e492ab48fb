import { type Document, type Documents, type DocumentStore } from '../../src/platform/documents/documents.js';

/** Called around each write; throws or waits as the test wants. */
export interface WriteFaults {
  /** @param collection its name */
  readonly before?: (collection: string) => Promise<void>;
  readonly after?: (collection: string) => Promise<void>;
}

/** The store as a process sees it that dies, or is stopped, around its writes. */
export function faultyStore(store: DocumentStore, faults: WriteFaults): DocumentStore {
  const collectionOf = <T extends Document>(inner: Documents<T>): Documents<T> => ({
    name: inner.name,
    find: (filter, options) => inner.find(filter, options),
    findOne: (filter, options) => inner.findOne(filter, options),
    countDocuments: (filter, options) => inner.countDocuments(filter, options),
    createIndexes: (indexes) => inner.createIndexes(indexes),
    drop: () => inner.drop(),
    async bulkWrite(operations, options) {
      await faults.before?.(inner.name);
      const result = await inner.bulkWrite(operations, options);
      await faults.after?.(inner.name);
      return result;
    },
  });
  return {
    collection: (name) => collectionOf(store.collection(name)),
    collections: () => store.collections(),
    scrub: () => store.scrub(),
    close: () => store.close(),
  };
}

/** Opened and closed by the test: who comes to it waits while it is closed. */
export class Gate {
  private closed: { readonly opened: Promise<void>; readonly open: () => void } | undefined;
  /** How many wait or have waited. */
  waiting = 0;

  close(): void {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.closed = { opened, open };
  }

  open(): void {
    this.closed?.open();
    this.closed = undefined;
  }

  async pass(): Promise<void> {
    if (this.closed === undefined) return;
    this.waiting++;
    await this.closed.opened;
  }
}
