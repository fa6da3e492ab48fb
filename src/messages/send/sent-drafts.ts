import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MarkDraftSentCommand } from '../../drafts/mark-sent/mark-draft-sent.command.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { latestOf } from '../../platform/read-models/latest-of.js';

/** Takes the draft of a message that was just sent out of the list at once (D7). */
@Injectable()
export class SentDrafts {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly events: EventStore,
  ) {}

  /**
   * The message is sent whatever becomes of this: the policy `sent-drafts` does what failed here.
   *
   * @param sent what tells of the sending
   * @returns of the sending and the draft's end what is later in the log: it shows both
   */
  async end(context: CommandContext, draft: string | undefined, sent: CommandAnswer): Promise<CommandAnswer> {
    const { mailbox } = context;
    if (draft === undefined || mailbox === null) return sent;
    const own = {
      ...context,
      causationId: context.operation,
      operation: deterministicUuid('draft-sent', sent.id),
    };
    try {
      const ended = await this.bus.execute(new MarkDraftSentCommand(own, mailbox, draft, sent.id));
      // There may never have been such a draft, or it may have been sent before.
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
