import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting } from '../../accounts/index.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { DraftDiscard } from '../acting/draft-discard.js';
import { DiscardDraftCommand } from './discard-draft.command.js';

@CommandHandler(DiscardDraftCommand)
export class DiscardDraftHandler implements ICommandHandler<DiscardDraftCommand> {
  constructor(
    private readonly acting: Acting,
    private readonly discard: DraftDiscard,
  ) {}

  async execute({ context, draft, seen }: DiscardDraftCommand): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    return this.discard.execute(context, { mailbox, draft, reason: 'user', seen });
  }
}
