import { Inject, Injectable } from '@nestjs/common';
import {
  DATABASES,
  type Databases,
  type Document,
  type Documents,
} from '../../platform/documents/documents.js';
import { isDuplicate } from '../../platform/documents/is-duplicate.js';
import { TryLater } from '../../platform/policies/policy.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { type Notice } from '../notice.js';

/** More may not wait: who fills the queue waits then. */
const MOST_WAITING = 100_000;
/** So long the answer to whether the queue is full is believed. */
const FULL_MS = 5_000;
/** That a notice was sent is remembered for so long: who repeats itself after a crash does so sooner. */
const REMEMBERED_MS = 9 * 86_400_000;

/** A notice that waits, or the memory of one that is done: then nothing of it is left but its id. */
export interface QueuedNotice extends Document, Partial<Omit<Notice, 'id'>> {
  readonly queuedAt?: string;
  /** When it is to be tried; absent once it is done. */
  readonly dueAt?: string;
  readonly tries?: number;
  readonly doneAt?: string;
}

export type WaitingNotice = Notice & { readonly queuedAt: Date; readonly tries: number };

/** What accounts are to be told: filled by policies, emptied by the sender. Ids and times only. */
@Injectable()
export class NoticeQueue {
  private readonly notices: Documents<QueuedNotice>;
  private fullness: { readonly at: number; readonly full: boolean } | undefined;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.notices = databases.database('policies').collection<QueuedNotice>('notices');
  }

  async createIndexes(): Promise<void> {
    await this.notices.createIndexes([
      { name: 'due', key: { dueAt: 1 }, sparse: true, why: 'the sender: what is to be tried now' },
      { name: 'queued', key: { queuedAt: 1 }, sparse: true, why: 'operators: how much waits, since when' },
      { name: 'done', key: { doneAt: 1 }, sparse: true, why: 'what need not be remembered any longer' },
    ]);
  }

  /**
   * Once for an id, for as long as it waits and nine days after it is done.
   *
   * @throws TryLater the queue is full
   */
  async add({ id, ...notice }: Notice): Promise<void> {
    if (await this.isFull()) throw new TryLater('a place in the queue of mails');
    const now = this.clock.now().toISOString();
    const document = { _id: id, ...notice, tries: 0, queuedAt: now, dueAt: now };
    try {
      await this.notices.bulkWrite([{ insertOne: { document } }]);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  /** What is to be tried now, the longest due first. */
  async due(limit: number): Promise<WaitingNotice[]> {
    const filter = { dueAt: { $lte: this.clock.now().toISOString() } };
    const found = await this.notices.find(filter, { sort: { dueAt: 1 }, limit }).toArray();
    return found.flatMap(waiting);
  }

  /** Sent, given up, or nobody's any more: nothing of it is left but that it was. */
  async done(id: string): Promise<void> {
    const gone = {
      kind: '',
      mailbox: '',
      copies: '',
      count: '',
      day: '',
      queuedAt: '',
      dueAt: '',
      tries: '',
    };
    const update = { $set: { doneAt: this.clock.now().toISOString() }, $unset: gone };
    await this.notices.bulkWrite([{ updateOne: { filter: { _id: id }, update } }]);
  }

  async tryAgain(id: string, tries: number, at: Date): Promise<void> {
    const update = { $set: { tries, dueAt: at.toISOString() } };
    await this.notices.bulkWrite([{ updateOne: { filter: { _id: id, dueAt: { $exists: true } }, update } }]);
  }

  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - REMEMBERED_MS).toISOString();
    await this.notices.bulkWrite([{ deleteMany: { filter: { doneAt: { $lt: before } } } }]);
  }

  /** How much waits (to the queue's bound), and since when the oldest does. */
  async waiting(): Promise<{ readonly count: number; readonly oldest: Date | undefined }> {
    const filter = { queuedAt: { $gte: '' } };
    const [count, oldest] = await Promise.all([
      this.notices.countDocuments(filter, { limit: MOST_WAITING }),
      this.notices.findOne(filter, { sort: { queuedAt: 1 } }),
    ]);
    return { count, oldest: oldest?.queuedAt === undefined ? undefined : new Date(oldest.queuedAt) };
  }

  private async isFull(): Promise<boolean> {
    const now = performance.now();
    if (this.fullness === undefined || now - this.fullness.at > FULL_MS) {
      this.fullness = { at: now, full: (await this.waiting()).count >= MOST_WAITING };
    }
    return this.fullness.full;
  }
}

function waiting({ _id, kind, mailbox, copies, count, day, queuedAt, tries }: QueuedNotice): WaitingNotice[] {
  // Done meanwhile.
  if (kind === undefined || mailbox === undefined || queuedAt === undefined) return [];
  const named = { copies: copies ?? [], count: count ?? 0, ...(day !== undefined && { day }) };
  return [{ id: _id, kind, mailbox, ...named, queuedAt: new Date(queuedAt), tries: tries ?? 0 }];
}
