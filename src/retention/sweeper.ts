import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Refusal } from '../contracts/decider.js';
import { type DueDocument, type DueDraftDocument } from '../contracts/documents/retention.documents.js';
import { type CommandAnswer } from '../contracts/http/messages.http.js';
import { ExpireDraftCommand } from '../drafts/index.js';
import { ExpireMessageCommand } from '../messages/index.js';
import { mapBounded } from '../platform/concurrency/map-bounded.js';
import { KEYRING, type Keyring } from '../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { type KeysetPosition } from '../platform/read-models/keyset-page.js';
import { type ProjectedDocument } from '../platform/read-models/read-models.js';
import { Due, placeOf } from './due.js';
import { serviceContext } from './service-context.js';

/** Ends at once: readers and writers are served meanwhile. */
const CONCURRENCY = 64;
/**
 * So many that fail in a page of which nothing ends tell of an outage: the next round goes on after them. So what can
 * never be ended, however much that is, keeps nothing else waiting for longer than some rounds.
 */
const FAILURES = 20;

type DueOne = (DueDocument | DueDraftDocument) & ProjectedDocument;

export interface Swept {
  readonly ended: number;
  readonly failed: number;
  /** The append that was answered last, of messages and of drafts: not every projection follows both. */
  readonly last: readonly CommandAnswer[];
}

/**
 * Ends what is due, one command a message or draft (R1): page by page until nothing is, however much that is after a
 * month of being off. Several processes may sweep at once: what one has ended is nothing more for the others.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('sweeper');
  /** Where the round before gave up, by kind. */
  private readonly givenUpAt = new Map<'messages' | 'drafts', KeysetPosition>();

  constructor(
    private readonly due: Due,
    private readonly bus: CommandBus,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** @param signal ends it after the page in hand */
  async sweep(signal: AbortSignal): Promise<Swept> {
    const now = this.clock.now().toISOString();
    const messages = await this.endAll('messages', this.due.messages(now, this.from('messages')), signal);
    const drafts = await this.endAll('drafts', this.due.drafts(now, this.from('drafts')), signal);
    const failed = messages.failed + drafts.failed;
    if (failed > 0) this.logger.warn(`${failed} ends failed, and are tried again`);
    return { ended: messages.ended + drafts.ended, failed, last: [...messages.last, ...drafts.last] };
  }

  /** Once: the round after that begins with the oldest again. */
  private from(kind: 'messages' | 'drafts'): KeysetPosition | undefined {
    const from = this.givenUpAt.get(kind);
    this.givenUpAt.delete(kind);
    return from;
  }

  private async endAll(
    kind: 'messages' | 'drafts',
    pages: AsyncIterable<readonly DueOne[]>,
    signal: AbortSignal,
  ): Promise<Swept> {
    let swept: Swept = { ended: 0, failed: 0, last: [] };
    for await (const page of pages) {
      const answers = await mapBounded(page, CONCURRENCY, (item) => this.ended(this.commandOf(item), signal));
      const done = answers.filter((answer) => answer !== undefined && answer !== 'failed');
      const failed = answers.filter((answer) => answer === 'failed').length;
      const last = done.length > 0 ? done.slice(-1) : swept.last;
      swept = { ended: swept.ended + done.length, failed: swept.failed + failed, last };
      // Destroyed keys are unreadable in the files too before more of them are.
      if (done.length > 0) await this.keyring.scrub();
      const end = page.at(-1);
      if (signal.aborted || end === undefined) break;
      if (done.length === 0 && failed >= FAILURES) {
        this.givenUpAt.set(kind, placeOf(end));
        break;
      }
    }
    return swept;
  }

  private commandOf(one: DueOne): Command<CommandAnswer> {
    const context = serviceContext(this.randomness);
    return 'draft' in one
      ? new ExpireDraftCommand(context, one.draft)
      : new ExpireMessageCommand(context, one.message);
  }

  /** Undefined where there is nothing to end (any more, or yet: another process's clock may be ahead). */
  private async ended(
    command: Command<CommandAnswer>,
    signal: AbortSignal,
  ): Promise<CommandAnswer | 'failed' | undefined> {
    if (signal.aborted) return undefined;
    try {
      return await this.bus.execute(command);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      // The name alone: what an error says may name what must not be logged.
      this.logger.debug(error instanceof Error ? error.name : 'unknown error');
      return 'failed';
    }
  }
}
