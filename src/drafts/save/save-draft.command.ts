import { Command } from '@nestjs/cqrs';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type DraftFields } from '../draft-rules.js';

export interface DraftToSave extends DraftFields {
  /** Ids that the messages have in the mailbox. Undefined leaves it as it was. */
  readonly replyTo?: string | null | undefined;
  readonly forwardOf?: string | null | undefined;
}

export interface SavedDraftAnswer extends CommandAnswer {
  /** Every field was empty: the draft is gone. */
  readonly discarded: boolean;
}

/** Saves a draft in the mailbox of the context (D3): every field but the attachments. */
export class SaveDraftCommand extends Command<SavedDraftAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly fields: DraftToSave,
    /** Null makes a new one. */
    readonly draft: string | null = null,
    /** Revisions that the user has seen; any where absent. */
    readonly seen?: readonly number[],
  ) {
    super();
  }
}
