import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MarkDraftSentCommand } from '../../drafts/mark-sent/mark-draft-sent.command.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';

/** Takes the draft of a message that was just sent out of the list at once (D7). */
@Injectable()
export class SentDrafts {
  constructor(private readonly bus: CommandBus) {}

  /** The message is sent whatever becomes of this: the policy `sent-drafts` does what failed here. */
  async end(
    context: CommandContext,
    mailbox: string,
    draft: string | undefined,
    message: string,
  ): Promise<void> {
    if (draft === undefined) return;
    const own = {
      ...context,
      causationId: context.operation,
      operation: deterministicUuid('draft-sent', message),
    };
    try {
      await this.bus.execute(new MarkDraftSentCommand(own, mailbox, draft, message));
    } catch {
      // Told by nobody: it is done a moment later.
    }
  }
}
