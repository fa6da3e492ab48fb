import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { profileFromFirstLogin } from '../decide-profile.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { personDecider } from '../person.decider.js';
import { KeepFirstProfileCommand } from './keep-first-profile.command.js';

@CommandHandler(KeepFirstProfileCommand)
export class KeepFirstProfileHandler implements ICommandHandler<KeepFirstProfileCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, person, form }: KeepFirstProfileCommand): Promise<undefined> {
    const { state: owner } = await this.aggregates.load(personDecider, streams.person(person));
    if (!owner.registered) return;
    const stream = streams.mailbox(owner.mailbox);
    await this.aggregates.execute(mailboxDecider, stream, context, (state) =>
      state.settings.profile === null ? profileFromFirstLogin(state, form) : [],
    );
  }
}
