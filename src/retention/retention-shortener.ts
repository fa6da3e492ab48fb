import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { mailboxDecider, retentionApplied } from '../accounts/index.js';
import { type CopyDocument } from '../contracts/documents/folder-view.documents.js';
import { type ShorteningDocument } from '../contracts/documents/retention.documents.js';
import { streams } from '../contracts/events/streams.js';
import { endOfCopy } from '../contracts/retention/expiry-date.js';
import { ShortenRetentionCommand } from '../messages/index.js';
import { AGGREGATES, type Aggregates } from '../platform/commands/aggregates.js';
import { mapBounded } from '../platform/concurrency/map-bounded.js';
import { RANDOMNESS, type Randomness } from '../platform/randomness/randomness.js';
import { keysetPage, type KeysetPosition } from '../platform/read-models/keyset-page.js';
import { READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { serviceContext } from './service-context.js';

const CONCURRENCY = 16;
const PAGE = 500;
const ACCOUNTS = 100;
/** Longer than any command takes: what was sent by the account's retention of before is delivered by then. */
const SETTLED_MS = 10 * 60_000;

/**
 * A shorter retention holds for the copies that the account has already (R1): each gets its earlier due date. What is
 * cut short begins again in the next round; a date that is there already changes nothing.
 */
@Injectable()
export class RetentionShortener {
  // Nest hands out what was injected one by one.

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly bus: CommandBus,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const pending = await this.readModels.collection<ShorteningDocument>('retention', 'shortenings');
    const filter = { setAt: { $exists: true } };
    const rows = await pending.find(filter, { sort: { setAt: 1, _id: 1 }, limit: ACCOUNTS }).toArray();
    for (const row of rows) if (!signal.aborted) await this.shorten(row, signal);
  }

  private async shorten({ mailbox, days, setAt, revision }: ShorteningDocument, signal: AbortSignal) {
    const stream = streams.mailbox(mailbox);
    const settled = this.clock.now().getTime() - Date.parse(setAt) >= SETTLED_MS;
    const complete = await this.readModels.caughtUpWith({ stream, revision }, ['folder-view']);
    for await (const copies of this.copiesOf(mailbox)) {
      await mapBounded(copies, CONCURRENCY, (copy) => this.shortenCopy(copy, days));
      if (signal.aborted) return;
    }
    if (!settled || !complete) return;
    const context = serviceContext(this.randomness);
    await this.aggregates.execute(mailboxDecider, stream, context, (state) => retentionApplied(state, days));
  }

  private async shortenCopy({ mailbox, message, sentAt, expiresAt }: CopyDocument, days: number) {
    const end = endOfCopy(new Date(sentAt), days).toISOString();
    if (end >= expiresAt) return;
    await this.bus.execute(
      new ShortenRetentionCommand(serviceContext(this.randomness), message, mailbox, end),
    );
  }

  private async *copiesOf(mailbox: string): AsyncGenerator<readonly CopyDocument[]> {
    let after: KeysetPosition | undefined;
    do {
      const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
      const filter = { mailbox, filed: true };
      const wanted = { filter, field: 'sentAt', direction: 1, limit: PAGE } as const;
      const page = await keysetPage(copies, after === undefined ? wanted : { ...wanted, after });
      yield page.items;
      after = page.next;
    } while (after !== undefined);
  }
}
