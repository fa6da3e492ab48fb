import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { shortenDraft } from '../decide-draft-end.js';
import { draftDecider } from '../draft.decider.js';
import { ShortenDraftCommand } from './shorten-draft.command.js';

@CommandHandler(ShortenDraftCommand)
export class ShortenDraftHandler implements ICommandHandler<ShortenDraftCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, draft, mailbox, days }: ShortenDraftCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.aggregates.execute(
      draftDecider,
      streams.draft(draft),
      context,
      (state) => shortenDraft(state, mailbox, days),
    );
    return { id: draft, stream, revision };
  }
}
