import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export interface MessageToSend {
  /** Addresses. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly html: string;
  /** Ids of uploads of the sending mailbox. */
  readonly attachments: readonly string[];
  /** Ids that the messages have in the sending mailbox. */
  readonly replyTo?: string;
  /** Its attachments are added. */
  readonly forwardOf?: string;
  /** The draft that this message was: it ends with the sending. One that is gone already is no obstacle. */
  readonly draftId?: string;
  /** The signature of the mailbox that was chosen: it is recorded, and nothing is added. */
  readonly signatureId?: string;
}

/** Seals and sends a message from the mailbox of the context (D2). */
export class SendMessageCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly message: MessageToSend,
    /** Revisions of the draft that the user has seen; any where absent, and one that is gone too. */
    readonly seen?: readonly number[],
  ) {
    super();
  }
}
