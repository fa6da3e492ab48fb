import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseName, type Databases, type Document, type DocumentStore } from '../documents.js';
import { EmbeddedDocuments } from './embedded-documents.js';
import { Engine } from './engine.js';

/** One file. */
export class EmbeddedStore implements DocumentStore {
  private readonly engine: Engine;

  constructor(path: string) {
    this.engine = new Engine(path);
  }

  collection<T extends Document>(name: string): EmbeddedDocuments<T> {
    return new EmbeddedDocuments<T>(this.engine, name);
  }

  async collections(): Promise<string[]> {
    return this.engine.guard('collections', () => this.engine.catalog.names());
  }

  scrub(): Promise<void> {
    return this.engine.scrub();
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

/**
 * The databases as SQLite files `<name>.db` in a folder, made when first asked for. One process at a time: the
 * folder's lock is the caller's.
 *
 * @throws SqliteError where a file cannot be opened
 */
export function openEmbeddedDatabases(folder: string): Databases {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stores = new Map<DatabaseName, EmbeddedStore>();
  return {
    database(name) {
      const store = stores.get(name) ?? new EmbeddedStore(join(folder, `${name}.db`));
      stores.set(name, store);
      return store;
    },
    async close() {
      await Promise.all([...stores.values()].map((store) => store.close()));
    },
  };
}
