import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { publishTerms, TERMS_OF_USE, termsDecider } from '../terms.decider.js';
import { PublishTermsCommand } from './publish-terms.command.js';

@CommandHandler(PublishTermsCommand)
export class PublishTermsHandler implements ICommandHandler<PublishTermsCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, version, title, html }: PublishTermsCommand): Promise<CommandAnswer> {
    const sha256 = createHash('sha256').update(html).digest('hex');
    const publishedAt = this.clock.now().toISOString();
    const { stream, revision } = await this.aggregates.execute(
      termsDecider,
      streams.terms(TERMS_OF_USE),
      context,
      (state) => publishTerms(state, { version, title, html, sha256, publishedAt }),
    );
    return { id: TERMS_OF_USE, stream, revision };
  }
}
