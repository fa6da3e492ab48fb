import { Command } from '@nestjs/cqrs';
import { type MailboxType } from '../../contracts/events/mailbox.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type Establishment } from '../decide-register-mailbox.js';

export interface NewMailbox {
  /** Drawn beforehand where the owner's stream names it too; else derived from the operation. */
  readonly id?: string;
  readonly type: MailboxType;
  /** The person whose own account it is; null for ORG and APP. */
  readonly owner: string | null;
  readonly address: string;
  readonly label: string;
  /** Where its notifications go, in its normal form (A5). */
  readonly notifyAddress?: string;
  /** The number of an organisation or application, in its normal form: its first profile has it (S3). */
  readonly establishment?: Establishment;
}

/** A new account, with its address and its four folders (X4). */
export class RegisterMailboxCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly mailbox: NewMailbox,
  ) {
    super();
  }
}
