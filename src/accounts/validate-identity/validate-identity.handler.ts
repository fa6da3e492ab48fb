import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { personDecider, validateIdentity } from '../person.decider.js';
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
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (state) => validateIdentity(state, { form, terms: terms.current, validatedAt }),
    );
    return { id: person, stream, revision };
  }
}
