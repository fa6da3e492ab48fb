import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { acceptTerms, personDecider } from '../person.decider.js';
import { TERMS_OF_USE, termsDecider } from '../terms.decider.js';
import { AcceptTermsCommand } from './accept-terms.command.js';

@CommandHandler(AcceptTermsCommand)
export class AcceptTermsHandler implements ICommandHandler<AcceptTermsCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, version }: AcceptTermsCommand): Promise<CommandAnswer> {
    const person = context.actor ?? '';
    const { state: terms } = await this.aggregates.load(termsDecider, streams.terms(TERMS_OF_USE));
    const sha256 = terms.versions.get(version);
    const acceptedAt = this.clock.now().toISOString();
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (state) =>
        acceptTerms(state, { version, current: terms.current, acceptedAt, ...(sha256 && { sha256 }) }),
    );
    return { id: person, stream, revision };
  }
}
