import { Inject, Injectable } from '@nestjs/common';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { type ContentKey, KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { KeyDestroyed } from '../../platform/crypto/keyring.errors.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { messageNotFound } from '../held-copy.js';
import { type SealedAttachment } from './sealed-attachment.js';
import { type MessageToSeal, type SealedMessage, Sealing } from './sealing.js';

export interface MessageToWrite extends Omit<MessageToSeal, 'body'> {
  readonly html: string;
  /** Another process may be at the same message: what is there may be its own. */
  readonly keyed: boolean;
}

/**
 * Makes durable what a sealed message refers to: its body, and its key with those of body and attachments. The
 * append comes after it, so that no event ever refers to what is not there.
 */
@Injectable()
export class MessageWriter {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly sealing: Sealing,
  ) {}

  /** @throws Refusal `not-found` where an attachment's source went meanwhile */
  async write({ html, ...message }: MessageToWrite): Promise<SealedMessage> {
    const body = { content: this.randomness.uuid(), bytes: Buffer.from(html) };
    const key = this.keyring.draw();
    const attached = message.attachments.length === 0 ? [] : await this.keysOf(message.attachments);
    try {
      // Begun in one tick: body and key become durable by the same commit.
      const sealing = this.sealing.seal({ ...message, body });
      // Each is awaited: what still ran after a failure would make anew what is discarded.
      const stored = await Promise.allSettled([
        sealing,
        this.keyring.create({
          name: `message:${message.message}`,
          until: new Date(message.expiresAt),
          contents: [{ content: body.content, key }, ...attached],
        }),
        this.contents.put(body.content, key, inOnePiece(body.bytes)),
      ]);
      const failed = stored.find((one) => one.status === 'rejected');
      if (failed === undefined) return await sealing;
      if (!message.keyed) await this.discard(message.message, [body.content]);
      throw failed.reason;
    } catch (error) {
      throw error instanceof KeyDestroyed ? messageNotFound() : error;
    }
  }

  /**
   * Removes what was made for a message that was certainly not sent: its key, and the contents that nobody else has.
   * What this fails to remove goes when the key's last day is over.
   */
  async discard(message: string, contents: readonly string[]): Promise<void> {
    try {
      await this.keyring.shred([`message:${message}`]);
      await this.contents.delete(await this.keyring.unreferenced(contents));
    } catch {
      // The caller has an error to tell already, and the message's own is the one that counts.
    }
  }

  private async keysOf(attachments: readonly SealedAttachment[]): Promise<ContentKey[]> {
    return Promise.all(
      attachments.map(async ({ content, holder }) => {
        const key = await this.keyring.contentKey(holder, content);
        if (key === undefined) throw messageNotFound();
        return { content, key, through: holder };
      }),
    );
  }
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
