import { Inject, Injectable } from '@nestjs/common';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { MAX_ATTACHMENTS_BYTES } from '../composition-rules.js';
import { ContentTypeProbe } from './content-type.js';
import { keptFileName } from './file-name.js';
import { type AttachmentToUpload } from './upload-attachment.command.js';
import { KEY_KEPT_MS, keyOfUpload, type Upload } from './uploads.js';

/** Streams a file into the content store, under a key of its own. */
@Injectable()
export class UploadStorage {
  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** @returns what is to be added to the mailbox's uploads */
  async store(id: string, mailbox: string, file: AttachmentToUpload): Promise<Upload> {
    const content = this.randomness.uuid();
    const key = this.keyring.draw();
    const probe = new ContentTypeProbe();
    const uploadedAt = this.clock.now();
    const until = new Date(uploadedAt.getTime() + KEY_KEPT_MS);
    await this.keyring.create({ name: keyOfUpload(id), until, contents: [{ content, key }] });
    const source = probe.watched(file.source);
    const stored = await this.contents.put(content, key, source, { maxBytes: MAX_ATTACHMENTS_BYTES });
    return {
      _id: id,
      mailbox,
      name: keptFileName(file.name),
      type: await probe.type(),
      ...stored,
      content,
      uploadedAt: uploadedAt.toISOString(),
      composition: file.composition ?? null,
      claimedBy: null,
    };
  }

  /** Nothing is left of what was cut short, too large, or stored before by the same key. */
  async drop(id: string): Promise<void> {
    const { orphans } = await this.keyring.shred([keyOfUpload(id)]);
    await this.contents.delete(orphans);
  }
}
