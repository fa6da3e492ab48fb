import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** An answer that an account gives by itself (S10). */
export interface AutomaticReply {
  /** The account that answers. */
  readonly mailbox: string;
  /** The message that is answered. */
  readonly message: string;
  /** The one address that it goes to. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

/** Seals and sends an automatic reply, marked as one: once for the context's operation, whoever asks for it again. */
export class ReplyAutomaticallyCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly reply: AutomaticReply,
  ) {
    super();
  }
}
