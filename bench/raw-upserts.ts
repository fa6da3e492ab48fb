import { type StoredDocument } from '../projections/engine/folding/fold.js';
import { type Projection } from '../projections/engine/projection.js';
import { openSqlite } from '../src/platform/embedded/sqlite-database.js';

/** Documents of one collection, as one batch wrote them. */
export interface BatchOfDocuments {
  readonly collection: string;
  readonly documents: readonly StoredDocument[];
}

type Value = string | number | null;

/**
 * Documents as one would write them by hand with `libsql`: a table a collection, a column for each field that an
 * index needs, the document as JSON, the same indexes, and one prepared upsert. Dotted fields and arrays are not
 * for it: the folder view indexes none.
 */
export function openRawUpserts(path: string, projection: Projection) {
  // As large as the cache and the log of the embedded documents.
  const db = openSqlite(path, { cacheKiB: 65_536, walAutocheckpointPages: 16_000 });
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const upserts = new Map(
    Object.entries(projection.collections).map(([name, indexes]) => {
      const fields = [...new Set(indexes.flatMap(({ key }) => Object.keys(key)))].filter((f) => f !== '_id');
      const columns = ['_id', 'position', ...fields];
      db.exec(`CREATE TABLE ${name} (_id TEXT PRIMARY KEY, ${columns.slice(1).join(', ')}, doc TEXT)`);
      for (const { name: index, key } of indexes) {
        db.exec(`CREATE INDEX "${name}-${index}" ON ${name} (${Object.keys(key).join(', ')})`);
      }
      const sets = [...columns.slice(1), 'doc'].map((column) => `${column} = excluded.${column}`);
      const statement = db.prepare(
        `INSERT INTO ${name} VALUES (${[...columns, 'doc'].map(() => '?').join(', ')})
         ON CONFLICT (_id) DO UPDATE SET ${sets.join(', ')}`,
      );
      const upsert = (document: StoredDocument) => {
        statement.run([...columns.map((column) => valueOf(document, column)), JSON.stringify(document)]);
      };
      return [name, upsert] as const;
    }),
  );
  return {
    /** In one transaction. */
    write({ collection, documents }: BatchOfDocuments): void {
      const upsert = upserts.get(collection);
      begin.run([]);
      for (const document of documents) upsert?.(document);
      commit.run([]);
    },
    close: () => db.close(),
  };
}

function valueOf(document: StoredDocument, field: string): Value {
  const value = (document as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'boolean' ? Number(value) : ((value ?? null) as Value);
}
