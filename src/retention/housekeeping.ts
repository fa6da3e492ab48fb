import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DeviceRecords } from '../auth/index.js';
import { DeletedFolders } from '../folders/index.js';
import { Uploads } from '../messages/index.js';
import { IDEMPOTENCY, type IdempotencyStore } from '../platform/commands/idempotency.js';
import { KEYRING, type Keyring } from '../platform/crypto/keyring.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { parisDay } from '../platform/time/paris-day.js';
import { Due } from './due.js';
import { EndsCutShort } from './ends-cut-short.js';
import { OldMailFiles } from './old-mail-files.js';
import { Orphans } from './orphans.js';
import { RetentionMetrics } from './retention-metrics.js';
import { RetentionShortener } from './retention-shortener.js';
import { Scrubber } from './scrubber.js';
import { type Swept, Sweeper } from './sweeper.js';

const EVERY_MS = 60_000;
/** Of one kind, in one round. */
const BATCH = 500;
/** Messages that leave deleted folders, in one round. */
const STRAYS = 5_000;
const nothing: Swept = { ended: 0, failed: 0, last: [] };

/**
 * What nobody may keep, and what a crash, or somebody who went away, leaves over: at the start and every minute. Each
 * step may be repeated, by several processes at once.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('housekeeping');
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<Swept> | undefined;
  /** The day in France whose predecessors' keys are destroyed. */
  private shredded: string | undefined;

  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(IDEMPOTENCY) private readonly idempotency: IdempotencyStore,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shortener: RetentionShortener,
    private readonly sweeper: Sweeper,
    private readonly ends: EndsCutShort,
    private readonly uploads: Uploads,
    private readonly deletedFolders: DeletedFolders,
    private readonly devices: DeviceRecords,
    private readonly orphans: Orphans,
    private readonly mails: OldMailFiles,
    private readonly scrubber: Scrubber,
    private readonly due: Due,
    private readonly metrics: RetentionMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
    void this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.round;
  }

  /** One round; who asks while one runs waits for that. Never throws: what failed is tried again in the next. */
  run(): Promise<Swept> {
    this.round ??= this.everything().finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async everything(): Promise<Swept> {
    const { signal } = this.stopping;
    await this.step('shorter retentions', () => this.shortener.run(signal));
    const swept = (await this.step('what is due', () => this.sweeper.sweep(signal))) ?? nothing;
    await this.step('what is overdue', () => this.tell(swept));
    await this.step('ends that were cut short', () => this.ends.finish(signal));
    await this.step('messages of deleted folders', () => this.deletedFolders.sweep(STRAYS, signal));
    await this.step('unused uploads', () => this.uploads.removeStale(BATCH));
    await this.step('contents without a key', () => this.orphans.remove());
    await this.step('mails kept as files', () => this.mails.remove());
    await this.step('idempotency keys', () => this.idempotency.purge());
    await this.step('records of devices', () => this.devices.purge());
    await this.step('keys of days that are over', () => this.shredDays());
    await this.step('traces in files', () => this.scrubber.scrub(signal, swept.last));
    return swept;
  }

  private async tell(swept: Swept): Promise<void> {
    const now = this.clock.now();
    const first = await this.due.messages(now.toISOString()).next();
    const oldest = first.done === true ? undefined : first.value[0]?.dueAt;
    this.metrics.swept(swept, oldest === undefined ? 0 : now.getTime() - Date.parse(oldest));
  }

  /** Once a day: what a day's key wrapped, backups' copies too, can be read by nobody from the day after on (R1). */
  private async shredDays(): Promise<void> {
    const now = this.clock.now();
    const today = parisDay(now);
    if (today === this.shredded) return;
    await this.keyring.shredDaysBefore(now);
    this.shredded = today;
  }

  private async step<T>(what: string, run: () => Promise<T>): Promise<T | undefined> {
    if (this.stopping.signal.aborted) return undefined;
    try {
      return await run();
    } catch (error) {
      // The name alone: what an error says may name what must not be logged.
      this.logger.warn(`${what}: ${error instanceof Error ? error.name : 'unknown error'}`);
      return undefined;
    }
  }
}
