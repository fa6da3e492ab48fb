import { type Keyring } from '../crypto/keyring.js';
import { type ContentStore } from './content-store.js';

const BATCH = 500;

export interface OrphanSearch {
  readonly contents: Pick<ContentStore, 'list' | 'delete'>;
  readonly keyring: Pick<Keyring, 'unreferenced'>;
  /** What was written before this was searched already: each content needs to be looked at once. */
  readonly from?: Date;
  /** A day ago: until then a content may be waiting for the key that will refer to it. */
  readonly before: Date;
}

/**
 * Deletes the contents written within the span that no key refers to: what a crash left between writing a content
 * and its key. The end of a key is not this one's work: who shreds it deletes its orphans at once.
 *
 * @returns how many there were
 */
export async function deleteOrphans({ contents, keyring, from, before }: OrphanSearch): Promise<number> {
  let deleted = 0;
  let batch: string[] = [];
  const look = async (): Promise<void> => {
    const orphans = await keyring.unreferenced(batch);
    if (orphans.length > 0) await contents.delete(orphans);
    deleted += orphans.length;
    batch = [];
  };
  for await (const id of contents.list({ ...(from && { from }), before })) {
    batch.push(id);
    if (batch.length === BATCH) await look();
  }
  await look();
  return deleted;
}
