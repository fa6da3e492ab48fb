import { Command } from '@nestjs/cqrs';
import { type PersonRole } from '../../contracts/events/person.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export interface NewPerson {
  /** Drawn beforehand where the mailbox's stream names it too; else derived from the operation. */
  readonly id?: string;
  /** The person's own mailbox. */
  readonly mailbox: string;
  readonly roles: readonly PersonRole[];
  readonly lastName: string;
  readonly firstName: string;
}

/** Somebody who may log in, with a mailbox of their own (X4). */
export class RegisterPersonCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly person: NewPerson,
  ) {
    super();
  }
}
