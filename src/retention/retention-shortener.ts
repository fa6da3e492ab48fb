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
const PAGE = 100;
/** So many that fail, and nothing else in their page, tell of an outage: the next round goes on after them. */
const FAILURES = 20;
/** Longer than any command takes: what was sent by the account's retention of before is delivered by then. */
const SETTLED_MS = 10 * 60_000;

/** Where a round gave up: of the account after this one, after so many pages. */
interface Place {
  readonly before: KeysetPosition | undefined;
  readonly mailbox: string;
  readonly pages: number;
}

interface Walk {
  /** Pages that are passed over: the round before tried them. */
  readonly skip: number;
  readonly signal: AbortSignal;
  readonly failures: unknown[];
}

/**
 * A shorter retention holds for the copies and drafts that the account has already (R1): each gets its earlier due date. What is
 * cut short begins again in the next round; a date that is there already changes nothing.
 */
@Injectable()
export class RetentionShortener {
  private givenUp: Place | undefined;

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly bus: CommandBus,
  ) {}

  /** @throws AggregateError where some of it failed; the rest is done */
  async run(signal: AbortSignal): Promise<void> {
    const from = this.givenUp;
    this.givenUp = undefined;
    const failures: unknown[] = [];
    let before = from?.before;
    for await (const row of this.accounts(before)) {
      if (signal.aborted) break;
      const skip = row.mailbox === from?.mailbox ? from.pages : 0;
      const left = await this.shorten(row, { skip, signal, failures }).catch((error: unknown) => {
        failures.push(error);
        return undefined;
      });
      if (left !== undefined) {
        this.givenUp = { before, mailbox: row.mailbox, pages: left };
        break;
      }
      before = { value: row.setAt, id: row._id };
    }
    if (failures.length > 0) {
      throw new AggregateError(
        failures.slice(0, FAILURES),
        'copies and drafts that keep their due date so far',
      );
    }
  }

  /** @returns after how many pages it was given up; undefined where all had their turn */
  private async shorten(
    { mailbox, days, setAt, revision }: ShorteningDocument,
    { skip, signal, failures }: Walk,
  ): Promise<number | undefined> {
    const before = failures.length;
    const stream = streams.mailbox(mailbox);
    const settled = this.clock.now().getTime() - Date.parse(setAt) >= SETTLED_MS;
    const complete = await this.readModels.caughtUpWith({ stream, revision }, ['folder-view']);
    let pages = 0;
    for await (const commands of this.shortenings(mailbox, days)) {
      pages += 1;
      if (pages <= skip) continue;
      const failed = await this.executed(commands, failures);
      if (signal.aborted) return undefined;
      if (failed === commands.length && failed >= FAILURES) return pages;
    }
    if (!settled || !complete || skip > 0 || failures.length > before) return undefined;
    const context = serviceContext(this.randomness);
    await this.aggregates.execute(mailboxDecider, stream, context, (state) => retentionApplied(state, days));
    return undefined;
  }

  /** @returns how many failed */
  private async executed(commands: readonly Command<CommandAnswer>[], failures: unknown[]): Promise<number> {
    const before = failures.length;
    await mapBounded(commands, CONCURRENCY, (command) =>
      this.bus.execute(command).catch((error: unknown) => failures.push(error)),
    );
    return failures.length - before;
  }

  /** Accounts whose copies and drafts may not know their retention yet, the oldest setting first. */
  private accounts(
    before: KeysetPosition | undefined,
  ): AsyncGenerator<ShorteningDocument & ProjectedDocument> {
    const pending = () => this.readModels.collection<ShorteningDocument>('retention', 'shortenings');
    return oneByOne(pagesOf(pending, { setAt: { $exists: true } }, 'setAt', before));
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
  from?: KeysetPosition,
): AsyncGenerator<readonly (T & ProjectedDocument)[]> {
  let after = from;
  do {
    const wanted = { filter, field, direction: 1, limit: PAGE } as const;
    const page = await keysetPage(await collection(), after === undefined ? wanted : { ...wanted, after });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

async function* oneByOne<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}
