import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { DraftEnd } from '../acting/draft-end.js';
import { markDraftSent } from '../decide-draft-end.js';
import { draftDecider } from '../draft.decider.js';
import { MarkDraftSentCommand } from './mark-draft-sent.command.js';

@CommandHandler(MarkDraftSentCommand)
export class MarkDraftSentHandler implements ICommandHandler<MarkDraftSentCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly end: DraftEnd,
  ) {}

  /** Also of a draft that has ended: what follows may have been cut short. */
  async execute(command: MarkDraftSentCommand): Promise<CommandAnswer> {
    const { context, mailbox, draft, message, draftRevision } = command;
    const sent = { mailbox, message, revision: draftRevision };
    const { state, stream } = await this.aggregates.execute(
      draftDecider,
      streams.draft(draft),
      context,
      (current) => markDraftSent(current, sent),
    );
    // Of another's draft nothing is told, not even that it is there.
    const revision = state.mailbox === mailbox ? await this.end.carryOut(context, draft) : -1;
    return { id: draft, stream, revision };
  }
}
