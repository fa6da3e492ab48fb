import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { linkIdentity, personDecider } from '../person.decider.js';
import { reservationDecider, reserveIdentity } from '../reservation.decider.js';
import { LinkIdentityCommand } from './link-identity.command.js';

@CommandHandler(LinkIdentityCommand)
export class LinkIdentityHandler implements ICommandHandler<LinkIdentityCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
  ) {}

  async execute({ context, person, issuer, subject }: LinkIdentityCommand): Promise<CommandAnswer> {
    const stream = streams.person(person);
    const identity = await this.keyring.keyedHash('identity', JSON.stringify([issuer, subject]));
    // Whether the person may be linked at all comes first: a reservation is not given back.
    linkIdentity((await this.aggregates.load(personDecider, stream)).state, { identity });
    await this.aggregates.execute(reservationDecider, streams.identity(identity), context, (state) =>
      reserveIdentity(state, person),
    );
    const { revision } = await this.aggregates.execute(personDecider, stream, context, (state) =>
      linkIdentity(state, { identity }),
    );
    return { id: person, stream, revision };
  }
}
