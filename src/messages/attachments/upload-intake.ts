import { type UploadedAttachment } from '../../contracts/http/messages.http.js';
import { Inject, Injectable } from '@nestjs/common';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { ContentTooLarge } from '../../platform/content/content.errors.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { attachmentsTooLarge, MAX_ATTACHMENTS_BYTES } from '../composition-rules.js';
import { CompositionMeter } from './composition-meter.js';
import { ContentTypeProbe } from './content-type.js';
import { safeFileName } from './file-name.js';
import { type AttachmentToUpload } from './upload-attachment.command.js';
import { keyOfUpload, Uploads } from './uploads.js';

/** An upload is deleted after a day; its key's last day leaves the sweeper room. */
const KEY_DAYS_MS = 2 * 86_400_000;

/** Streams a file into the content store; nothing is left of it when it is cut short or too large. */
@Injectable()
export class UploadIntake {
  private readonly meter = new CompositionMeter(MAX_ATTACHMENTS_BYTES);

  constructor(
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly uploads: Uploads,
  ) {}

  /** @throws Refusal `attachments-too-large` */
  async take(mailbox: string, file: AttachmentToUpload): Promise<UploadedAttachment> {
    const id = this.randomness.uuid();
    try {
      return await this.store(id, mailbox, file);
    } catch (error) {
      await this.keyring.shred([keyOfUpload(id)]);
      throw error instanceof ContentTooLarge ? attachmentsTooLarge() : error;
    }
  }

  private async store(id: string, mailbox: string, file: AttachmentToUpload): Promise<UploadedAttachment> {
    const content = this.randomness.uuid();
    const key = this.keyring.draw();
    const probe = new ContentTypeProbe();
    const uploadedAt = this.clock.now();
    const until = new Date(uploadedAt.getTime() + KEY_DAYS_MS);
    await this.keyring.create({ name: keyOfUpload(id), until, contents: [{ content, key }] });
    const source = probe.watched(this.counted(mailbox, file));
    const stored = await this.contents.put(content, key, source, { maxBytes: MAX_ATTACHMENTS_BYTES });
    const name = safeFileName(file.name);
    await this.uploads.add({
      _id: id,
      mailbox,
      name,
      type: await probe.type(),
      ...stored,
      content,
      uploadedAt: uploadedAt.toISOString(),
      composition: file.composition ?? null,
      claimedBy: null,
    });
    return { id, name, ...stored };
  }

  private counted(mailbox: string, { composition, source }: AttachmentToUpload): AsyncIterable<Uint8Array> {
    if (composition === undefined) return source;
    const stored = () => this.uploads.bytes(mailbox, composition);
    return this.meter.measured(`${mailbox}/${composition}`, stored, source);
  }
}
