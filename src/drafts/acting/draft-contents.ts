import { Inject, Injectable } from '@nestjs/common';
import { keyOfStream, streams } from '../../contracts/events/streams.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';

export interface StoredHtml {
  readonly id: string;
  readonly size: number;
}

/** The html of drafts: a content of its own for each saving, under the draft's key. */
@Injectable()
export class DraftContents {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** Durable, with the key that refers to it, before it answers. @param until when the draft ends, if not saved again */
  async write(draft: string, html: string, until: string): Promise<StoredHtml> {
    const id = this.randomness.uuid();
    const key = this.keyring.draw();
    const bytes = Buffer.from(html);
    const name = keyOf(draft);
    const stored = await Promise.allSettled([
      this.keyring.create({ name, until: new Date(until), contents: [{ content: id, key }] }),
      this.contents.put(id, key, inOnePiece(bytes)),
    ]);
    const failed = stored.find((one) => one.status === 'rejected');
    if (failed === undefined) return { id, size: bytes.length };
    await this.remove(draft, id);
    throw failed.reason;
  }

  /** What a later saving replaced, or was never saved. What this fails to remove goes with the draft's key. */
  async remove(draft: string, content: string): Promise<void> {
    try {
      await this.contents.delete(await this.keyring.release(keyOf(draft), [content]));
    } catch {
      // The saving is what counts.
    }
  }

  /** Of a draft that has not been saved: key and content. */
  async discard(draft: string, content: string): Promise<void> {
    try {
      await this.keyring.shred([keyOf(draft)]);
      await this.contents.delete(await this.keyring.unreferenced([content]));
    } catch {
      // The caller has an error to tell already; the rest goes with the key's last day.
    }
  }
}

const keyOf = (draft: string): string => keyOfStream(streams.draft(draft));

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
