import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** An account keeps for less from now on: its copies of the message end by then; the sweeper's command. */
export class ShortenRetentionCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly message: string,
    readonly mailbox: string,
    /** ISO 8601 instant. */
    readonly expiresAt: string,
  ) {
    super();
  }
}
