import { type FindCursor } from 'mongodb';
import { type Cursor } from '../documents.js';
import { translated } from './mongo-errors.js';

/** The driver's cursor, opened when it is iterated and closed however the iteration ends. */
export class MongoCursor<T> implements Cursor<T> {
  constructor(
    private readonly collection: string,
    private readonly open: () => FindCursor,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    const cursor = this.open();
    try {
      for await (const document of cursor) yield document as T;
    } catch (error) {
      throw translated(this.collection, 'find', error);
    } finally {
      await cursor.close().catch(() => undefined);
    }
  }

  async toArray(): Promise<T[]> {
    const documents: T[] = [];
    for await (const document of this) documents.push(document);
    return documents;
  }
}
