import { Inject, Injectable, Logger } from '@nestjs/common';
import { streams } from '../../contracts/events/streams.js';
import { messageDecider, messageOfCopy } from '../../messages/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { MAIL_OUT, type MailOut } from '../../platform/mail/mail-out.js';
import { MailRefused, MailUnavailable } from '../../platform/mail/mail.errors.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Addressees } from '../addressees.js';
import { type Notice } from '../notice.js';
import { noticeMail } from '../notice-mail.js';
import { NoticeMetrics } from './notice-metrics.js';
import { NoticeQueue, type WaitingNotice } from './notice-queue.js';
import { nextTry } from './retry.js';

/** Sends one notice of the queue, and says what became of it. */
@Injectable()
export class NoticeDelivery {
  private readonly logger = new Logger('notifications');

  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(MAIL_OUT) private readonly mails: MailOut,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly addressees: Addressees,
    private readonly queue: NoticeQueue,
    private readonly origin: ServedOrigin,
    private readonly metrics: NoticeMetrics,
  ) {}

  /** A process that dies after the sending sends it again, under the same `Message-ID`. */
  async deliver(notice: WaitingNotice): Promise<void> {
    try {
      if (await this.sent(notice)) this.metrics.sent(notice.kind);
      else this.metrics.notSent('obsolete');
    } catch (error) {
      return this.failed(notice, error);
    }
    await this.queue.done(notice.id);
  }

  /** @returns false where nobody wants to be told of it any more */
  private async sent(notice: Notice): Promise<boolean> {
    const address = await this.addressees.addressFor(notice.mailbox, notice.kind);
    if (address === null || !(await this.isThere(notice))) return false;
    await this.mails.send(noticeMail(notice, address, this.origin.publicOrigin));
    return true;
  }

  /** A link to what is gone would lead nowhere. Messages that are about to end are named a week before. */
  private async isThere({ kind, mailbox, copies }: Notice): Promise<boolean> {
    if (kind === 'expiring') return true;
    for (const copy of copies) {
      const { state } = await this.aggregates.load(messageDecider, streams.message(messageOfCopy(copy)));
      const isHeld = [...state.copies.values()].some(
        (held) => held.mailbox === mailbox && held.copy === copy,
      );
      if (isHeld) return true;
    }
    return false;
  }

  private async failed({ id, queuedAt, tries }: WaitingNotice, error: unknown): Promise<void> {
    if (error instanceof MailRefused) {
      this.metrics.notSent('refused');
      return this.queue.done(id);
    }
    if (!(error instanceof MailUnavailable)) {
      // One account that cannot be read keeps no other from being told.
      this.logger.warn(error instanceof Error ? error.name : 'unknown error');
    }
    this.metrics.retried();
    const next = nextTry(queuedAt, tries + 1, this.clock.now());
    if (next !== undefined) return this.queue.tryAgain(id, tries + 1, next);
    this.metrics.notSent('given-up');
    await this.queue.done(id);
  }
}
