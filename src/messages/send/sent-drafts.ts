import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Actor } from '../../accounts/index.js';
import { streams } from '../../contracts/events/streams.js';
import { sentRevision } from '../../drafts/decide-draft-end.js';
import { draftDecider } from '../../drafts/draft.decider.js';
import { MarkDraftSentCommand } from '../../drafts/mark-sent/mark-draft-sent.command.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { noVersion } from '../../platform/commands/content-tag.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { latestOf } from '../../platform/read-models/latest-of.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';

/** The draft that a message was. */
export interface DraftOfMessage {
  readonly id: string;
  /** What of it is sent; undefined, whatever is there. */
  readonly revision: number | undefined;
}

/** The draft of a message: before it is sent as the window has read it, and after it out of the list (D7). */
@Injectable()
export class SentDrafts {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Two streams are never appended to at once: what another window saves between this look and the sending is not
   * sent, and stays a draft; and two windows that send at the same moment both send. Of one request that comes twice at
   * once it is `Idempotency-Key` that makes one.
   *
   * @throws Refusal `changed` where a version is asked for and no draft is named, or where the draft is not what the window has read of it; `draft-sent` where it was sent before
   */
  async of(
    { mailbox }: Actor,
    draft: string | undefined,
    seen: readonly number[] | undefined,
  ): Promise<DraftOfMessage | undefined> {
    if (draft === undefined) {
      if (seen !== undefined) throw noVersion();
      return undefined;
    }
    const { state } = await this.aggregates.load(draftDecider, streams.draft(draft));
    const at = this.clock.now().toISOString();
    return { id: draft, revision: sentRevision(state, { mailbox, at, seen }) };
  }

  /**
   * The message is sent whatever becomes of this: the policy `sent-drafts` does what failed here.
   *
   * @param sent what tells of the sending
   * @returns of the sending and the draft's end what is later in the log: it shows both
   */
  async end(
    context: CommandContext,
    draft: DraftOfMessage | undefined,
    sent: CommandAnswer,
  ): Promise<CommandAnswer> {
    const { mailbox } = context;
    if (draft === undefined || mailbox === null) return sent;
    const own = {
      ...context,
      causationId: context.operation,
      operation: deterministicUuid('draft-sent', sent.id),
    };
    try {
      const ended = await this.bus.execute(
        new MarkDraftSentCommand(own, mailbox, draft.id, sent.id, draft.revision),
      );
      // There may never have been such a draft.
      const latest = await latestOf(
        this.events,
        [sent, ended].filter(({ revision }) => revision >= 0),
      );
      return latest === undefined ? sent : { ...sent, ...latest, id: sent.id };
    } catch {
      // Told by nobody: it is done a moment later.
      return sent;
    }
  }
}
