import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { profileFromFirstLogin } from '../decide-profile.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { personDecider, type PersonState, validateIdentity } from '../person.decider.js';
import { TERMS_OF_USE, termsDecider } from '../terms.decider.js';
import { ValidateIdentityCommand } from './validate-identity.command.js';

@CommandHandler(ValidateIdentityCommand)
export class ValidateIdentityHandler implements ICommandHandler<ValidateIdentityCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, form }: ValidateIdentityCommand): Promise<CommandAnswer> {
    const person = context.actor ?? '';
    const { state: terms } = await this.aggregates.load(termsDecider, streams.terms(TERMS_OF_USE));
    const validatedAt = this.clock.now().toISOString();
    const { stream, revision, events, state } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (known) => validateIdentity(known, { form, terms: terms.current, validatedAt }),
    );
    if (events.length > 0) await this.keepProfile(context, state);
    return { id: person, stream, revision };
  }

  /** So that the directory follows (E3). The policy `first-profile` does it where this process ends before. */
  private async keepProfile(context: CommandContext, { mailbox, form }: PersonState): Promise<void> {
    if (form === null) return;
    await this.aggregates.execute(mailboxDecider, streams.mailbox(mailbox), context, (state) =>
      profileFromFirstLogin(state, form),
    );
  }
}
