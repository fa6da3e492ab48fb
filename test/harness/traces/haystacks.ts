import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { type Needles } from './needles.js';

/** Every place that holds bytes, by name. */
export type Haystacks = AsyncIterable<readonly [string, Buffer]> | Iterable<readonly [string, Buffer]>;

/** Every file of a folder, however deep. */
export async function* filesOf(folder: string): AsyncGenerator<readonly [string, Buffer]> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    try {
      yield [path, await readFile(path)];
    } catch (error) {
      // It went meanwhile: the service runs.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Every document of every collection of every database, as its bytes on the wire. */
export async function* documentsOf(url: string): AsyncGenerator<readonly [string, Buffer]> {
  const client = await MongoClient.connect(url);
  try {
    const { databases } = await client.db('admin').admin().listDatabases();
    for (const { name } of databases) {
      for (const collection of await client.db(name).collections()) {
        const documents = await collection.find().toArray();
        yield [
          `${name}.${collection.collectionName}`,
          Buffer.concat(documents.map((one) => BSON.serialize(one))),
        ];
      }
    }
  } finally {
    await client.close();
  }
}

/** Which of the needles stand where: `needle: place`. */
export async function found(needles: Needles, haystacks: Haystacks): Promise<string[]> {
  const hits: string[] = [];
  for await (const [place, bytes] of haystacks) {
    for (const [name, needle] of needles) if (bytes.includes(needle)) hits.push(`${name}: ${place}`);
  }
  return hits;
}
