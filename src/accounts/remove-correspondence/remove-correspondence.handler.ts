import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { removeCorrespondence } from '../decide-correspondences.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { RemoveCorrespondenceCommand } from './remove-correspondence.command.js';

@CommandHandler(RemoveCorrespondenceCommand)
export class RemoveCorrespondenceHandler implements ICommandHandler<RemoveCorrespondenceCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, account, kind }: RemoveCorrespondenceCommand): Promise<CommandAnswer> {
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      context,
      (state) => removeCorrespondence(state, kind),
    );
    return { id: account, stream, revision };
  }
}
