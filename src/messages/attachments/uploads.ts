import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import {
  type Databases,
  DATABASES,
  type Document,
  type Documents,
  type IndexSpec,
} from '../../platform/documents/documents.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';

/** An attachment that was uploaded and not yet sent. */
export interface Upload extends Document {
  readonly mailbox: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly content: string;
  /** ISO 8601. */
  readonly uploadedAt: string;
  /** What the client calls the composition it belongs to. */
  readonly composition: string | null;
  /** The message that takes it; null while none does. */
  readonly claimedBy: string | null;
  /** ISO 8601. */
  readonly claimedAt?: string;
}

/** An upload that no message has taken is deleted at this age. */
const KEPT_MS = 86_400_000;
/**
 * A sending takes no longer: a claim that is older was left by one that failed where it could not be taken back. If
 * both come to be all the same, two messages have the same content, as after a forward.
 */
const CLAIM_MS = 60_000;
/**
 * The last day of an upload's key, beyond its own: room for who deletes it. One that a message has taken and that is
 * there still then was left over by a sending: the message's own key holds its content.
 */
export const KEY_KEPT_MS = 2 * KEPT_MS;

/** The key of an upload, until a message's own key holds its content. */
export const keyOfUpload = (upload: string): string => `upload:${upload}`;

const indexes: readonly IndexSpec[] = [
  {
    name: 'mailbox',
    key: { mailbox: 1 },
    why: 'the sizes of a mailbox’s uploads, of one composition or all',
  },
  { name: 'uploadedAt', key: { uploadedAt: 1 }, why: 'the removal of uploads that are a day old' },
];

/** Collection `uploads` of database `content`. */
@Injectable()
export class Uploads implements OnModuleInit {
  private readonly uploads: Documents<Upload>;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.uploads = databases.database('content').collection<Upload>('uploads');
  }

  async onModuleInit(): Promise<void> {
    await this.uploads.createIndexes(indexes);
  }

  async add(upload: Upload): Promise<void> {
    await this.uploads.bulkWrite([{ insertOne: { document: upload } }]);
  }

  /**
   * Bytes of the mailbox's uploads that no message has taken.
   *
   * @param composition of one composition only
   * @param except without these
   */
  async bytes(mailbox: string, composition?: string, except?: ReadonlySet<string>): Promise<number> {
    const filter = { mailbox, claimedBy: null, ...(composition !== undefined && { composition }) };
    let bytes = 0;
    for await (const { _id, size } of this.uploads.find(filter, { projection: { size: 1 } })) {
      if (except?.has(_id) !== true) bytes += size;
    }
    return bytes;
  }

  /** How many uploads of the mailbox no message has taken, counted to `limit` at most. */
  count(mailbox: string, limit: number): Promise<number> {
    return this.uploads.countDocuments({ mailbox, claimedBy: null }, { limit });
  }

  /** The uploads with these ids, in their order, each once; what is not there (any more) is left out. */
  async find(mailbox: string, ids: readonly string[]): Promise<readonly Upload[]> {
    if (ids.length === 0) return [];
    const filter = { _id: { $in: [...ids] }, mailbox };
    const found = new Map((await this.uploads.find(filter).toArray()).map((upload) => [upload._id, upload]));
    return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
  }

  /**
   * Takes the uploads for a message, by compare-and-set; again for the same message is fine.
   *
   * @throws Refusal `attachment-taken` where another message has one
   */
  async claim(message: string, uploads: readonly Upload[]): Promise<void> {
    if (uploads.length === 0) return;
    const isFree = [{ claimedBy: { $in: [null, message] } }, { claimedAt: { $lte: this.before(CLAIM_MS) } }];
    const update = { $set: { claimedBy: message, claimedAt: this.before(0) } };
    const { matchedCount } = await this.uploads.bulkWrite(
      uploads.map(({ _id }) => ({ updateOne: { filter: { _id, $or: isFree }, update } })),
    );
    if (matchedCount === uploads.length) return;
    await this.release(message, uploads);
    throw new Refusal('attachment-taken', 'Une pièce jointe fait déjà partie d’un autre message.');
  }

  /**
   * Removes an upload that its writer takes out: first it is taken, as for a message, so that none has it meanwhile.
   *
   * @throws Refusal `not-found`, also where it is another mailbox's; `attachment-taken` where a message has it
   */
  async discard(mailbox: string, id: string): Promise<void> {
    const found = await this.find(mailbox, [id]);
    if (found.length === 0)
      throw new Refusal('not-found', 'Cette pièce jointe n’existe pas ou n’existe plus.');
    const taker = `removal:${id}`;
    await this.claim(taker, found);
    try {
      await this.remove(found);
    } catch (error) {
      await this.release(taker, found);
      throw error;
    }
  }

  /** The message was not sent: what it took is free again; at once, or where that fails after a minute. */
  async release(message: string, uploads: readonly Upload[]): Promise<void> {
    if (uploads.length === 0) return;
    const filter = { _id: { $in: uploads.map(({ _id }) => _id) }, claimedBy: message };
    const update = { $set: { claimedBy: null } };
    await this.uploads.bulkWrite([{ updateMany: { filter, update } }]).catch(() => undefined);
  }

  /** A message is sent whatever becomes of this: what is left over goes after a day, as other uploads do. */
  async removeSent(uploads: readonly Upload[]): Promise<void> {
    await this.remove(uploads).catch(() => undefined);
  }

  /**
   * Removes uploads that are a day old and that no message has taken, the oldest first, and what sendings left over.
   *
   * @param limit of each kind
   * @param mailbox of one mailbox only
   * @returns how many are removed
   */
  async removeStale(limit: number, mailbox?: string): Promise<number> {
    const ofMailbox = mailbox === undefined ? {} : { mailbox };
    const unused = { ...ofMailbox, claimedBy: null, uploadedAt: { $lte: this.before(KEPT_MS) } };
    const leftOver = { ...ofMailbox, uploadedAt: { $lte: this.before(KEY_KEPT_MS) } };
    let removed = 0;
    for (const filter of [unused, leftOver]) {
      const options = { sort: { uploadedAt: 1 }, limit, projection: { _id: 1 } } as const;
      const stale = await this.uploads.find(filter, options).toArray();
      await this.remove(stale);
      removed += stale.length;
    }
    return removed;
  }

  private before(age: number): string {
    return new Date(this.clock.now().getTime() - age).toISOString();
  }

  /** Removes uploads with their keys, and their contents where no message's key holds them. */
  async remove(uploads: readonly Pick<Upload, '_id'>[]): Promise<void> {
    if (uploads.length === 0) return;
    const ids = uploads.map(({ _id }) => _id);
    const { orphans } = await this.keyring.shred(ids.map(keyOfUpload));
    await this.contents.delete(orphans);
    await this.uploads.bulkWrite([{ deleteMany: { filter: { _id: { $in: ids } } } }]);
  }
}
