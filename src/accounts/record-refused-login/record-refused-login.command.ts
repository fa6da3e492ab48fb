import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The portal proved a person whom we know, and they were refused all the same (A1). */
export class RecordRefusedLoginCommand extends Command<undefined> {
  constructor(
    readonly context: CommandContext,
    readonly person: string,
    /** The code of the problem that they were shown. */
    readonly reason: string,
  ) {
    super();
  }
}
