import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { requireSeen } from '../../platform/commands/content-tag.js';
import { Acting } from '../acting/acting.js';
import { saveProfile } from '../decide-profile.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { SaveProfileCommand } from './save-profile.command.js';

@CommandHandler(SaveProfileCommand)
export class SaveProfileHandler implements ICommandHandler<SaveProfileCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
  ) {}

  async execute({ context, form, seen }: SaveProfileCommand): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      (state) => {
        requireSeen(seen, state.settings.profile);
        return saveProfile(state, form);
      },
    );
    return { id: mailbox, stream, revision };
  }
}
