import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MarkDraftSentCommand } from '../../drafts/mark-sent/mark-draft-sent.command.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';

/** Takes the draft of a message that was just sent out of the list at once (D7). */
@Injectable()
export class SentDrafts {
  constructor(private readonly bus: CommandBus) {}

  /**
   * The message is sent whatever becomes of this: the policy `sent-drafts` does what failed here.
   *
   * @param sent what tells of the sending
   * @returns what shows the draft's end as well: it comes later in the log than the sending
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
      // There may never have been such a draft.
      return ended.revision < 0 ? sent : { ...ended, id: sent.id };
    } catch {
      // Told by nobody: it is done a moment later.
      return sent;
    }
  }
}
