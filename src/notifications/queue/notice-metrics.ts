import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { type NotificationKind } from '../../contracts/settings/notification-settings.js';
import { Metrics } from '../../platform/observability/metrics.js';

/** `refused` by the server for good, `given-up` after two days, `obsolete`: nobody wants it any more. */
export type WhyNotSent = 'refused' | 'given-up' | 'obsolete';

/** What operators watch of the mails to accounts. Labels are kinds and reasons: never an id or an address. */
@Injectable()
export class NoticeMetrics {
  private readonly sentMails: Counter<'kind'>;
  private readonly failedMails: Counter<'reason'>;
  private readonly retries: Counter;
  private readonly queued: Gauge;
  private readonly oldest: Gauge;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.sentMails = new Counter({
      name: 'medimail_notifications_sent_total',
      help: 'Mails that the server has taken, by kind.',
      labelNames: ['kind'],
      registers,
    });
    this.failedMails = new Counter({
      name: 'medimail_notifications_failed_total',
      help: 'Mails that will never be sent, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.retries = new Counter({
      name: 'medimail_notifications_retries_total',
      help: 'Tries that the server did not answer, or put off.',
      registers,
    });
    this.queued = new Gauge({
      name: 'medimail_notifications_queued',
      help: 'Mails that wait to be sent; told by the process that sends them.',
      registers,
    });
    this.oldest = new Gauge({
      name: 'medimail_notifications_oldest_seconds',
      help: 'For how long the oldest of them has waited; 0 when none does.',
      registers,
    });
  }

  sent(kind: NotificationKind): void {
    this.sentMails.inc({ kind });
  }

  notSent(reason: WhyNotSent): void {
    this.failedMails.inc({ reason });
  }

  retried(): void {
    this.retries.inc();
  }

  waiting(count: number, oldestMs: number): void {
    this.queued.set(count);
    this.oldest.set(oldestMs / 1_000);
  }
}
