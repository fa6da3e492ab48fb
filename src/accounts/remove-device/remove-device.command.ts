import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** A mobile device of the person may act as them no longer (S12). */
export class RemoveDeviceCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly person: string,
    readonly device: string,
    readonly reason: 'asked' | 'token-reused',
  ) {
    super();
  }
}
