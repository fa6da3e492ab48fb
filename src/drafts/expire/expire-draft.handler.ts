import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { DraftEnd } from '../acting/draft-end.js';
import { expireDraft } from '../decide-draft-end.js';
import { draftDecider } from '../draft.decider.js';
import { ExpireDraftCommand } from './expire-draft.command.js';

@CommandHandler(ExpireDraftCommand)
export class ExpireDraftHandler implements ICommandHandler<ExpireDraftCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly end: DraftEnd,
  ) {}

  async execute({ context, draft }: ExpireDraftCommand): Promise<CommandAnswer> {
    const at = this.clock.now().toISOString();
    const { stream } = await this.aggregates.execute(draftDecider, streams.draft(draft), context, (state) =>
      expireDraft(state, at),
    );
    const revision = await this.end.carryOut(context, draft);
    return { id: draft, stream, revision };
  }
}
