import { Inject, Injectable, Logger } from '@nestjs/common';
import { type DueDocument } from '../../contracts/documents/retention.documents.js';
import { streams } from '../../contracts/events/streams.js';
import { type Copy, messageDecider } from '../../messages/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { UndecodableEvent } from '../../platform/events/event-codec.js';
import { type Lease, LeaseLost } from '../../platform/leases/lease.js';
import { ReadinessChecks } from '../../platform/management/readiness.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { parisDay, startOfParisDay } from '../../platform/time/paris-day.js';
import { Due } from '../../retention/index.js';
import { Addressees } from '../addressees.js';
import { MOST_LINKS } from '../notice.js';
import { NoticeQueue } from '../queue/notice-queue.js';
import { type SenderRecord } from '../queue/sender-record.js';
import { dayAfter, daysToAnnounce } from './announced-days.js';

const CONCURRENCY = 16;
/** Before what could not be announced is tried again: mails are sent meanwhile. */
const PAUSE_MS = 5_000;

/** Of the mailboxes that want to be told: what ends there on a day. Null: it does not want to. */
type Ending = Map<string, { readonly copies: string[]; count: number } | null>;

/**
 * Warns accounts a week before their messages end (R2): one mail a day and account, about all that ends on one day in
 * Paris. A day that was cut short begins again: its notices have the same ids.
 */
@Injectable()
export class ExpiryWarnings {
  private readonly logger = new Logger('notifications');
  private pausedUntil = 0;

  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly due: Due,
    private readonly addressees: Addressees,
    private readonly queue: NoticeQueue,
    private readonly readiness: ReadinessChecks,
  ) {}

  /**
   * What nobody was warned of yet; most of the time that is nothing.
   *
   * @throws LeaseLost; anything else is tried again a moment later
   */
  async announce(lease: Lease<SenderRecord>, held: AbortSignal): Promise<void> {
    const days = daysToAnnounce(lease.record.announced, parisDay(this.clock.now()));
    if (days.length === 0 || performance.now() < this.pausedUntil) return;
    this.pausedUntil = performance.now() + PAUSE_MS;
    try {
      // A read model that is being filled does not know everything that ends.
      if (!(await this.readiness.run()).ready) return;
      await this.announceDays(days, lease, held);
      this.pausedUntil = 0;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      this.logger.warn(`warnings: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  }

  private async announceDays(days: readonly string[], lease: Lease<SenderRecord>, held: AbortSignal) {
    for (const day of days) {
      const ending = await this.endingOn(day, held);
      if (held.aborted) return;
      for (const [mailbox, found] of ending) {
        if (found === null) continue;
        const id = deterministicUuid('expiring', mailbox, day);
        await this.queue.add({ id, kind: 'expiring', mailbox, day, ...found });
      }
      await lease.set({ announced: day }, { announced: lease.record.announced });
    }
  }

  private async endingOn(day: string, held: AbortSignal): Promise<Ending> {
    const ending: Ending = new Map();
    const first = startOf(day);
    const end = startOf(dayAfter(day, 1));
    const isOnDay = ({ expiresAt }: { readonly expiresAt: string }) => first <= expiresAt && expiresAt < end;
    for await (const page of this.due.messages(end)) {
      if (held.aborted) break;
      const concerned = page.filter((due: DueDocument) => isOnDay(due) || due.copies.some(isOnDay));
      await mapBounded(concerned, CONCURRENCY, async ({ message }) => {
        for (const copy of await this.copiesOf(message)) {
          // What its reader has thrown away already is missed by nobody.
          if (isOnDay(copy) && copy.folder !== 'deleted') await this.note(ending, copy.mailbox, copy.copy);
        }
      });
    }
    return ending;
  }

  /** Of a message that cannot be read nobody is warned: it keeps no other from being announced. */
  private async copiesOf(message: string): Promise<readonly Copy[]> {
    try {
      const { state } = await this.aggregates.load(messageDecider, streams.message(message));
      return [...state.copies.values()];
    } catch (error) {
      if (error instanceof UndecodableEvent) return [];
      throw error;
    }
  }

  private async note(ending: Ending, mailbox: string, copy: string): Promise<void> {
    if (!ending.has(mailbox)) {
      const address = await this.addressees.addressFor(mailbox, 'expiring');
      // Another message of the same page may have asked meanwhile.
      if (!ending.has(mailbox)) ending.set(mailbox, address === null ? null : { copies: [], count: 0 });
    }
    const found = ending.get(mailbox);
    if (!found) return;
    found.count += 1;
    if (found.copies.length < MOST_LINKS) found.copies.push(copy);
  }
}

function startOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return startOfParisDay(year, month, date).toISOString();
}
