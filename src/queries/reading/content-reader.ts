import { Inject, Injectable } from '@nestjs/common';
import { messageNotFound } from '../../messages/index.js';
import { CONTENT_STORE, type ByteRange, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';

/** A stored content as envelopes refer to it. */
export interface ContentReference {
  readonly content: string;
  readonly size: number;
}

/** Bodies and attachments, opened with the key of the message that refers to them. */
@Injectable()
export class ContentReader {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
  ) {}

  /** @throws Refusal `not-found` where the message's key is destroyed */
  async open(
    message: string,
    reference: ContentReference,
    range?: ByteRange,
  ): Promise<AsyncIterable<Buffer>> {
    const key = await this.keyring.contentKey(`message:${message}`, reference.content);
    if (key === undefined) throw messageNotFound();
    return this.contents.open(reference.content, key, reference.size, range);
  }

  /** The whole content as text: for bodies, whose size is limited. */
  async text(message: string, reference: ContentReference): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.open(message, reference)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
}
