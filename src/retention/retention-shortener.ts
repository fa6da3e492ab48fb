import { Inject, Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { mailboxDecider, retentionApplied } from '../accounts/index.js';
import { type CopyDocument } from '../contracts/documents/folder-view.documents.js';
import {
  type DueDraftDocument,
  type ShorteningDocument,
} from '../contracts/documents/retention.documents.js';
import { streams } from '../contracts/events/streams.js';
import { endOfCopy } from '../contracts/retention/expiry-date.js';
import { type CommandAnswer } from '../contracts/http/messages.http.js';
import { ShortenDraftCommand } from '../drafts/index.js';
import { ShortenRetentionCommand } from '../messages/index.js';
import { AGGREGATES, type Aggregates } from '../platform/commands/aggregates.js';
import { mapBounded } from '../platform/concurrency/map-bounded.js';
import { RANDOMNESS, type Randomness } from '../platform/randomness/randomness.js';
import { keysetPage, type KeysetPosition } from '../platform/read-models/keyset-page.js';
import { type Documents, type Filter } from '../platform/documents/documents.js';
import { type ProjectedDocument, READ_MODELS, type ReadModels } from '../platform/read-models/read-models.js';
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
 * A shorter retention holds for the copies and drafts that the account has already (R1): each gets its earlier due date. What is
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
    if (failures.length > 0)
      throw new AggregateError(failures, 'copies and drafts that keep their due date so far');
  }

  private async shorten(
    { mailbox, days, setAt, revision }: ShorteningDocument,
    { signal, failures }: { readonly signal: AbortSignal; readonly failures: unknown[] },
  ): Promise<void> {
    const before = failures.length;
    const stream = streams.mailbox(mailbox);
    const settled = this.clock.now().getTime() - Date.parse(setAt) >= SETTLED_MS;
    const complete = await this.readModels.caughtUpWith({ stream, revision }, ['folder-view']);
    for await (const commands of this.shortenings(mailbox, days)) {
      await mapBounded(commands, CONCURRENCY, async (command) => {
        if (failures.length >= FAILURES) return;
        await this.bus.execute(command).catch((error: unknown) => failures.push(error));
      });
      if (signal.aborted || failures.length >= FAILURES) return;
    }
    if (!settled || !complete || failures.length > before) return;
    const context = serviceContext(this.randomness);
    await this.aggregates.execute(mailboxDecider, stream, context, (state) => retentionApplied(state, days));
  }

  /** What is to be told of each copy and draft that ends too late as yet, page by page. */
  private async *shortenings(
    mailbox: string,
    days: number,
  ): AsyncGenerator<readonly Command<CommandAnswer>[]> {
    const endOf = (since: string): string => endOfCopy(new Date(since), days).toISOString();
    const copies = () => this.readModels.collection<CopyDocument>('folder-view', 'copies');
    for await (const page of pagesOf(copies, { mailbox, filed: true }, 'sentAt')) {
      yield page.flatMap(({ message, sentAt, expiresAt }) => {
        const end = endOf(sentAt);
        if (end >= expiresAt) return [];
        return [new ShortenRetentionCommand(serviceContext(this.randomness), message, mailbox, end)];
      });
    }
    // Of the read model that tells of the setting: it has every draft that was saved before.
    const drafts = () => this.readModels.collection<DueDraftDocument>('retention', 'drafts');
    for await (const page of pagesOf(drafts, { mailbox }, 'savedAt')) {
      yield page
        .filter(({ savedAt, dueAt, endedAt }) => endedAt === undefined && endOf(savedAt) < dueAt)
        .map(({ draft }) => new ShortenDraftCommand(serviceContext(this.randomness), draft, mailbox, days));
    }
  }
}

/** @param collection asked for each page anew: a rebuild may have taken over */
async function* pagesOf<T extends object>(
  collection: () => Promise<Documents<T & ProjectedDocument>>,
  filter: Filter,
  field: keyof T & string,
): AsyncGenerator<readonly (T & ProjectedDocument)[]> {
  let after: KeysetPosition | undefined;
  do {
    const wanted = { filter, field, direction: 1, limit: PAGE } as const;
    const page = await keysetPage(await collection(), after === undefined ? wanted : { ...wanted, after });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}
