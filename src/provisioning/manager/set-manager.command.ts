import { Command } from '@nestjs/cqrs';
import { type ManagerSet } from '../../contracts/events/settings.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export type Manager = NonNullable<ManagerSet['private']>;

/** The structure that administers an account, and whom to ask there (S11). */
export class SetManagerCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly account: string,
    readonly manager: Manager,
  ) {
    super();
  }
}
