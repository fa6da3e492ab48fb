import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { DATABASES, type Databases, type Documents } from '../platform/documents/documents.js';
import { isDuplicate } from '../platform/documents/is-duplicate.js';
import { tooMany } from '../platform/http/problem.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { type ReadingDocument, readingIndexes } from './reading.document.js';

/** How long somebody is taken to be reading who says nothing more: three times what a web mail waits. */
export const READING_MS = 60_000;
/** Messages that a person reads at once: a browser has a window for each. */
export const READINGS_OF_A_PERSON = 20;
/** Readers of a message that are told of. */
const MAX_READERS = 20;
const PURGE_EVERY_MS = 60_000;
const RETRY_AFTER_S = 30;

export type Reading = Pick<ReadingDocument, 'mailbox' | 'copy' | 'person'>;

/**
 * Who is reading which message now. Nothing of it is an event: it is said again every so often, by the client, and
 * gone a minute after that ends. No other part reads or writes the collection.
 */
@Injectable()
export class Readings implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('readings');
  private readonly documents: Documents<ReadingDocument>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.documents = databases.database('sessions').collection<ReadingDocument>('readings');
  }

  async onModuleInit(): Promise<void> {
    await this.documents.createIndexes(readingIndexes);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.purge(), PURGE_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * The person is reading the message, for a minute from now on.
   *
   * @throws Problem 429 too many messages at once
   */
  async say(reading: Reading): Promise<void> {
    const _id = idOf(reading);
    const now = this.now();
    const others = { person: reading.person, until: { $gt: now }, _id: { $ne: _id } };
    if (
      (await this.documents.countDocuments(others, { limit: READINGS_OF_A_PERSON })) >= READINGS_OF_A_PERSON
    ) {
      throw tooMany(RETRY_AFTER_S);
    }
    const update = { $set: { until: this.now(READING_MS) }, $setOnInsert: { ...reading, since: now } };
    // One that was over begins anew.
    const write = () =>
      this.documents.bulkWrite([
        { deleteMany: { filter: { until: { $lte: now } } } },
        { updateOne: { filter: { _id }, update, upsert: true } },
      ]);
    try {
      await write();
    } catch (error) {
      // Two windows said so at once: what the other has begun is prolonged.
      if (!isDuplicate(error)) throw error;
      await write();
    }
  }

  async end(reading: Reading): Promise<void> {
    await this.documents.bulkWrite([{ deleteOne: { filter: { _id: idOf(reading) } } }]);
  }

  /** Who is reading it, the first first. */
  async of({ mailbox, copy }: Pick<Reading, 'mailbox' | 'copy'>): Promise<readonly ReadingDocument[]> {
    const filter = { mailbox, copy, until: { $gt: this.now() } };
    return this.documents.find(filter, { sort: { since: 1 }, limit: MAX_READERS }).toArray();
  }

  /** Nothing is kept of what is over. Never throws. */
  async purge(): Promise<void> {
    try {
      await this.documents.bulkWrite([{ deleteMany: { filter: { until: { $lte: this.now() } } } }]);
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.name : 'unknown error');
    }
  }

  private now(later = 0): string {
    return new Date(this.clock.now().getTime() + later).toISOString();
  }
}

const idOf = ({ mailbox, copy, person }: Reading): string => `${mailbox}/${copy}/${person}`;
