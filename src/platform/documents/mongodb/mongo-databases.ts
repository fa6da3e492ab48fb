import { type Db, MongoClient } from 'mongodb';
import { type DatabaseName, type Databases, type Document, type DocumentStore } from '../documents.js';
import { type CallLimits, type MongoDocument, MongoDocuments } from './mongo-documents.js';
import { translated } from './mongo-errors.js';

export interface MongoOptions {
  readonly url: string;
  /** Of the server that holds `day-keys`, outside the backups of the others; the same one by default. */
  readonly keysUrl?: string;
  /** A database is named `<prefix>-<name>`; `medimail` by default. */
  readonly prefix?: string;
  /** How long a server may take for one call; 10,000 ms by default. */
  readonly maxTimeMS?: number;
  /** How long a server that can take the call is looked for; 5,000 ms by default. */
  readonly serverSelectionTimeoutMS?: number;
  /** How long a connection may stay silent before it is given up; 60,000 ms by default. */
  readonly socketTimeoutMS?: number;
}

/** Indexes are made while their collections are empty, or while the service starts. */
const MAX_INDEX_TIME_MS = 55_000;

/** One database of MongoDB. */
class MongoStore implements DocumentStore {
  constructor(
    private readonly db: Db,
    private readonly limits: CallLimits,
  ) {}

  collection<T extends Document>(name: string): MongoDocuments<T> {
    return new MongoDocuments<T>(this.db.collection<MongoDocument>(name), this.limits);
  }

  async collections(): Promise<string[]> {
    const { maxTimeMS } = this.limits;
    try {
      const found = await this.db.listCollections({}, { nameOnly: true, maxTimeMS }).toArray();
      return found
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('system.'))
        .sort();
    } catch (error) {
      throw translated('*', 'collections', error);
    }
  }

  async scrub(): Promise<void> {
    // What WiredTiger has freed is not ours to overwrite: the keys' own expiry ends such copies.
  }

  async close(): Promise<void> {
    // The connection is shared by the databases of a server, and closed with them.
  }
}

/** The databases on MongoDB (6 or later, a replica set). Connects at the first call. */
export class MongoDatabases implements Databases {
  private readonly clients = new Map<string, MongoClient>();
  private readonly stores = new Map<DatabaseName, MongoStore>();

  constructor(private readonly options: MongoOptions) {}

  database(name: DatabaseName): DocumentStore {
    const { maxTimeMS = 10_000 } = this.options;
    const limits = { maxTimeMS, maxIndexTimeMS: MAX_INDEX_TIME_MS };
    const store = this.stores.get(name) ?? new MongoStore(this.mongoDb(name), limits);
    this.stores.set(name, store);
    return store;
  }

  /** The driver's own database, for GridFS. Calls made on it need limits and error mapping of their own. */
  mongoDb(name: DatabaseName): Db {
    const { url, keysUrl = url, prefix = 'medimail' } = this.options;
    return this.client(name === 'day-keys' ? keysUrl : url).db(`${prefix}-${name}`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }

  private client(url: string): MongoClient {
    const known = this.clients.get(url);
    if (known !== undefined) return known;
    const { maxTimeMS = 10_000, serverSelectionTimeoutMS = 5_000 } = this.options;
    const client = new MongoClient(url, {
      appName: 'medimail',
      ignoreUndefined: true,
      writeConcern: { w: 'majority', wtimeoutMS: maxTimeMS },
      readPreference: 'primary',
      serverSelectionTimeoutMS,
      connectTimeoutMS: serverSelectionTimeoutMS,
      // Longer than the server may take for a call, so that its own answer comes first.
      socketTimeoutMS: this.options.socketTimeoutMS ?? 60_000,
      waitQueueTimeoutMS: serverSelectionTimeoutMS,
      maxPoolSize: 50,
    });
    this.clients.set(url, client);
    return client;
  }
}

export function openMongoDatabases(options: MongoOptions): MongoDatabases {
  return new MongoDatabases(options);
}
