import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../platform/observability/metrics.js';
import { type Swept } from './sweeper.js';

/** What operators watch: whether everything that is due ends. */
@Injectable()
export class RetentionMetrics {
  private readonly ended: Counter;
  private readonly failed: Counter;
  private readonly overdue: Gauge;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.ended = new Counter({
      name: 'medimail_retention_ended_total',
      help: 'Messages and drafts that this process ended because their time had come.',
      registers,
    });
    this.failed = new Counter({
      name: 'medimail_retention_failed_total',
      help: 'Ends that failed; they are tried again a minute later.',
      registers,
    });
    this.overdue = new Gauge({
      name: 'medimail_retention_overdue_seconds',
      help: 'How long the oldest message is overdue after the last round of the sweeper; 0 when none is.',
      registers,
    });
  }

  /** @param overdueMs of the oldest that is still there */
  swept({ ended, failed }: Pick<Swept, 'ended' | 'failed'>, overdueMs: number): void {
    this.ended.inc(ended);
    this.failed.inc(failed);
    this.overdue.set(overdueMs / 1_000);
  }
}
