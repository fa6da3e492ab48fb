import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { type UploadedAttachment } from '../../contracts/http/messages.http.js';
import {
  IDEMPOTENCY,
  type IdempotencyScope,
  type IdempotencyStore,
} from '../../platform/commands/idempotency.js';
import { IdempotencyInProgress } from '../../platform/commands/idempotency.errors.js';
import { ContentTooLarge } from '../../platform/content/content.errors.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { attachmentsTooLarge, MAX_ATTACHMENTS_BYTES } from '../composition-rules.js';
import { digestOf } from './digest-of.js';
import { keptFileName } from './file-name.js';
import { type AttachmentToUpload } from './upload-attachment.command.js';
import { UploadStorage } from './upload-storage.js';
import { UploadMeter } from './upload-meter.js';
import { type Upload, Uploads } from './uploads.js';

/** Unused uploads of one mailbox. */
const MAX_UNUSED_BYTES = 600 * 1024 * 1024;
const MAX_UNUSED = 1_000;
/** Removed at once before a mailbox's uploads are measured. */
const STALE_BATCH = 500;

const uploadsFull = (): Refusal =>
  new Refusal('uploads-full', 'Trop de pièces jointes sont en attente d’envoi. Réessayez plus tard.');

function emptyFile(): Refusal {
  const detail = 'Ce fichier est vide.';
  return new Refusal('invalid', detail, [{ field: 'body', code: 'empty', detail }]);
}

/** What an idempotency key stands for: known only once the bytes have passed. */
const keyedBody = ({ sha256, name, composition }: Pick<Upload, 'sha256' | 'name' | 'composition'>): string =>
  createHash('sha256')
    .update(JSON.stringify([sha256, name, composition]))
    .digest('hex');

/** Takes a file in, within the limits of composition and mailbox, once for an idempotency key. */
@Injectable()
export class UploadIntake {
  private readonly compositions = new UploadMeter(MAX_ATTACHMENTS_BYTES, attachmentsTooLarge);
  private readonly mailboxes = new UploadMeter(MAX_UNUSED_BYTES, uploadsFull);

  constructor(
    @Inject(IDEMPOTENCY) private readonly idempotency: IdempotencyStore,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly storage: UploadStorage,
    private readonly uploads: Uploads,
  ) {}

  /** @throws Refusal `invalid` for an empty file, `attachments-too-large`, `uploads-full`, `idempotency-conflict` */
  async take(mailbox: string, file: AttachmentToUpload): Promise<UploadedAttachment> {
    if (file.once !== undefined && (await this.idempotency.isAnswered(file.once))) {
      return this.again(file, file.once);
    }
    await this.uploads.removeStale(STALE_BATCH, mailbox);
    if ((await this.uploads.count(mailbox, MAX_UNUSED)) >= MAX_UNUSED) throw uploadsFull();
    if ((await this.uploads.bytes(mailbox)) >= MAX_UNUSED_BYTES) throw uploadsFull();
    const id = this.randomness.uuid();
    try {
      return await this.measured(id, mailbox, file, async (source) => {
        const stored = await this.storage.store(id, mailbox, { ...file, source });
        if (stored.size === 0) throw emptyFile();
        return this.added(stored, file);
      });
    } catch (error) {
      await this.dropped(id);
      throw error instanceof ContentTooLarge ? attachmentsTooLarge() : error;
    }
  }

  /** What was taken in before, by this key, is read and counts no more: it has its place already. */
  private async again(
    { source, name, composition }: AttachmentToUpload,
    once: IdempotencyScope,
  ): Promise<UploadedAttachment> {
    try {
      const digest = await digestOf(source, MAX_ATTACHMENTS_BYTES);
      const sent = { ...digest, name: keptFileName(name), composition: composition ?? null };
      const { id } = await this.idempotency.once(once, keyedBody(sent), () =>
        // The day that it is known for has ended while the bytes passed.
        Promise.reject(new IdempotencyInProgress()),
      );
      return { id: id as string, name: sent.name, ...digest };
    } catch (error) {
      throw error instanceof ContentTooLarge ? attachmentsTooLarge() : error;
    }
  }

  /** The error that is told is the first; a key that stays goes with its day. */
  private async dropped(id: string): Promise<void> {
    await this.storage.drop(id).catch(() => undefined);
  }

  private measured<T>(
    id: string,
    mailbox: string,
    { composition, source }: AttachmentToUpload,
    store: (source: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const ofMailbox = (counted: AsyncIterable<Uint8Array>): Promise<T> => {
      const stored = (except: ReadonlySet<string>) => this.uploads.bytes(mailbox, undefined, except);
      return this.mailboxes.measured({ of: mailbox, id, source: counted, stored }, store);
    };
    if (composition === undefined) return ofMailbox(source);
    const stored = (except: ReadonlySet<string>) => this.uploads.bytes(mailbox, composition, except);
    return this.compositions.measured({ of: `${mailbox}/${composition}`, id, source, stored }, ofMailbox);
  }

  private async added(stored: Upload, { once }: AttachmentToUpload): Promise<UploadedAttachment> {
    const { _id, name, size, sha256 } = stored;
    const answer = { id: _id, name, size, sha256 };
    if (once === undefined) {
      await this.add(stored);
      return answer;
    }
    const { id } = await this.idempotency.once(once, keyedBody(stored), async () => {
      await this.add(stored);
      return { id: _id };
    });
    if (id === _id) return answer;
    await this.storage.drop(_id);
    return { ...answer, id: id as string };
  }

  /** Looks once more when it is there: another process may have taken one in at the same time. */
  private async add(upload: Upload): Promise<void> {
    const { mailbox, composition } = upload;
    await this.uploads.add(upload);
    const exceeded = await this.exceeded(mailbox, composition);
    if (exceeded === undefined) return;
    await this.uploads.remove([upload]);
    throw exceeded;
  }

  private async exceeded(mailbox: string, composition: string | null): Promise<Refusal | undefined> {
    if ((await this.uploads.count(mailbox, MAX_UNUSED + 1)) > MAX_UNUSED) return uploadsFull();
    if ((await this.uploads.bytes(mailbox)) > MAX_UNUSED_BYTES) return uploadsFull();
    if (composition === null) return undefined;
    const ofComposition = await this.uploads.bytes(mailbox, composition);
    return ofComposition > MAX_ATTACHMENTS_BYTES ? attachmentsTooLarge() : undefined;
  }
}
