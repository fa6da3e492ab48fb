import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { pause } from '../../platform/concurrency/waiting.js';
import { DATABASES, type Databases } from '../../platform/documents/documents.js';
import { holdLease } from '../../platform/leases/hold-lease.js';
import { type Lease } from '../../platform/leases/lease.js';
import { defaultPolicySettings } from '../../platform/policies/policy-settings.js';
import { LOG_FOLLOWER, type LogFollower } from '../../platform/subscriptions/log-follower.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { ExpiryWarnings } from '../expiring/expiry-warnings.js';
import { NoticeDelivery } from './notice-delivery.js';
import { NoticeMetrics } from './notice-metrics.js';
import { NoticeQueue } from './notice-queue.js';
import { newSenderRecord, type SenderRecord, senderRecords } from './sender-record.js';

/** Mails of one look at the queue, and of them at once. */
const BATCH = 100;
const CONCURRENCY = 4;
const POLL_MS = 500;
/** Between two tries after the stores could not be reached. */
const RETRY_MS = 2_000;
/** Between two looks at how much waits, and at what need not be remembered. */
const TOLD_MS = 5_000;
const FORGOTTEN_MS = 3_600_000;

/**
 * Empties the queue of notices, and fills it with the warnings of what is about to end: one process at a time, by a
 * lease like that of a policy.
 */
@Injectable()
export class NoticeSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('notifications');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private toldAt = -TOLD_MS;
  private forgottenAt = -FORGOTTEN_MS;

  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(LOG_FOLLOWER) private readonly follower: LogFollower,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queue: NoticeQueue,
    private readonly delivery: NoticeDelivery,
    private readonly warnings: ExpiryWarnings,
    private readonly metrics: NoticeMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Mails in hand are sent, and recorded. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { clock, owner, exclusive, exit } = this.follower;
    const records = senderRecords(this.databases);
    const deps = { records, clock, exclusive, exit, settings: defaultPolicySettings };
    const wanted = { owner: `${owner}/notifications`, initial: newSenderRecord };
    while (!signal.aborted) {
      try {
        await holdLease(deps, { wanted, work: (lease, held) => this.work(lease, held) }, signal);
      } catch (error) {
        // The name alone: what an error says may name what must not be logged.
        this.logger.warn(`begins again: ${error instanceof Error ? error.name : 'unknown error'}`);
        await pause(RETRY_MS, signal);
      }
    }
  }

  private async work(lease: Lease<SenderRecord>, held: AbortSignal): Promise<void> {
    await this.queue.createIndexes();
    while (!held.aborted) {
      await this.warnings.announce(lease, held);
      const due = await this.queue.due(BATCH);
      await mapBounded(due, CONCURRENCY, async (notice) => {
        if (held.aborted) return;
        await lease.guard();
        await this.delivery.deliver(notice);
      });
      await this.tell();
      if (due.length < BATCH) await pause(POLL_MS, held);
    }
  }

  private async tell(): Promise<void> {
    const now = performance.now();
    if (now - this.toldAt < TOLD_MS) return;
    this.toldAt = now;
    const { count, oldest } = await this.queue.waiting();
    const waited = oldest === undefined ? 0 : this.clock.now().getTime() - oldest.getTime();
    this.metrics.waiting(count, Math.max(0, waited));
    if (now - this.forgottenAt < FORGOTTEN_MS) return;
    this.forgottenAt = now;
    await this.queue.forget();
  }
}
