import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { removeCard } from '../decide-cards.js';
import { personDecider } from '../person.decider.js';
import { RemoveCardCommand } from './remove-card.command.js';

@CommandHandler(RemoveCardCommand)
export class RemoveCardHandler implements ICommandHandler<RemoveCardCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, card }: RemoveCardCommand): Promise<CommandAnswer> {
    const removedAt = this.clock.now().toISOString();
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(context.actor ?? ''),
      context,
      (state) => removeCard(state, { card, removedAt }),
    );
    return { id: card, stream, revision };
  }
}
