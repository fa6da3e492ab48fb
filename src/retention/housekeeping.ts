import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type DueDocument } from '../contracts/documents/retention.documents.js';
import { MessageEnd, Uploads } from '../messages/index.js';
import { IDEMPOTENCY, type IdempotencyStore } from '../platform/commands/idempotency.js';
import { KEYRING, type Keyring } from '../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../platform/randomness/randomness.js';
import { READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { parisDay } from '../platform/time/paris-day.js';

const EVERY_MS = 60_000;
/** A handler that is at it is left to it. */
const HANDLERS_OWN_MS = 60_000;
/** Of one kind, in one round. */
const BATCH = 500;

/**
 * What a crash, or somebody who went away, leaves over: ends of messages that were cut short, uploads that nobody
 * sent, answers to idempotency keys of yesterday; and the keys of days that are over. Each step may be repeated, by several processes at once.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('housekeeping');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private stopping = false;
  /** The day in France whose predecessors' keys are destroyed. */
  private shredded: string | undefined;

  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(IDEMPOTENCY) private readonly idempotency: IdempotencyStore,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly end: MessageEnd,
    private readonly uploads: Uploads,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
    void this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** One round; who asks while one runs waits for that. Never throws: what failed is tried again in the next. */
  run(): Promise<void> {
    this.round ??= this.everything().finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async everything(): Promise<void> {
    await this.step('ends of messages', () => this.finishEnds());
    await this.step('unused uploads', () => this.uploads.removeStale(BATCH));
    await this.step('idempotency keys', () => this.idempotency.purge());
    await this.step('keys of days that are over', () => this.shredDays());
  }

  /** Once a day: what a day's key wrapped, backups' copies too, can be read by nobody from the day after on (R1). */
  private async shredDays(): Promise<void> {
    const now = this.clock.now();
    const today = parisDay(now);
    if (today === this.shredded) return;
    await this.keyring.shredDaysBefore(now);
    await this.keyring.scrub();
    this.shredded = today;
  }

  private async finishEnds(): Promise<void> {
    const endedBefore = new Date(this.clock.now().getTime() - HANDLERS_OWN_MS).toISOString();
    const due = await this.readModels.collection<DueDocument>('retention', 'due');
    const filter = { endedAt: { $lte: endedBefore } };
    const rows = await due.find(filter, { sort: { endedAt: 1 }, limit: BATCH }).toArray();
    for (const { message } of rows) await this.step('end of a message', () => this.finishEnd(message));
  }

  private async finishEnd(message: string): Promise<void> {
    const operation = this.randomness.uuid();
    const ids = { correlationId: operation, causationId: operation, operation };
    await this.end.carryOut({ actor: null, mailbox: null, ...ids }, message);
  }

  private async step(what: string, run: () => Promise<unknown>): Promise<void> {
    if (this.stopping) return;
    try {
      await run();
    } catch (error) {
      // The name alone: what an error says may name what must not be logged.
      this.logger.warn(`${what}: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  }
}
