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
/** So many that fail tell of an outage: the next round begins again. */
const FAILURES = 20;
/** Longer than any command takes: what was sent by the account's retention of before is delivered by then. */
const SETTLED_MS = 10 * 60_000;

/**
 * A shorter retention holds for the copies that the account has already (R1): each gets its earlier due date. What is
 * cut short begins again in the next round; a date that is there already changes nothing.
 */
@Injectable()
export class RetentionShortener {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly bus: CommandBus,
  ) {}

  /** @throws AggregateError where some of it failed; the rest is done */
  async run(signal: AbortSignal): Promise<void> {
    const pending = await this.readModels.collection<ShorteningDocument>('retention', 'shortenings');
    const filter = { setAt: { $exists: true } };
    const rows = await pending.find(filter, { sort: { setAt: 1, _id: 1 }, limit: ACCOUNTS }).toArray();
    const failures: unknown[] = [];
    for (const row of rows) {
      if (signal.aborted || failures.length >= FAILURES) break;
      await this.shorten(row, { signal, failures }).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'copies that keep their due date so far');
  }

  private async shorten(
    { mailbox, days, setAt, revision }: ShorteningDocument,
    { signal, failures }: { readonly signal: AbortSignal; readonly failures: unknown[] },
  ): Promise<void> {
    const before = failures.length;
    const stream = streams.mailbox(mailbox);
    const settled = this.clock.now().getTime() - Date.parse(setAt) >= SETTLED_MS;
    const complete = await this.readModels.caughtUpWith({ stream, revision }, ['folder-view']);
    for await (const copies of this.copiesOf(mailbox)) {
      await mapBounded(copies, CONCURRENCY, async (copy) => {
        if (failures.length >= FAILURES) return;
        await this.shortenCopy(copy, days).catch((error: unknown) => failures.push(error));
      });
      if (signal.aborted || failures.length >= FAILURES) return;
    }
    if (!settled || !complete || failures.length > before) return;
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
