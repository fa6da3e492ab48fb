import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type PersonEvent } from '../../contracts/events/person.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { normalizeAddress } from '../addresses/address.js';
import { AddressBook } from '../addresses/address-book.js';
import { associationCodeHash } from '../association-code.js';
import { associate, associationRefused } from '../decide-association.js';
import { personDecider } from '../person.decider.js';
import { reservationDecider, reserveIdentity } from '../reservation.decider.js';
import { AssociateIdentityCommand } from './associate-identity.command.js';

@CommandHandler(AssociateIdentityCommand)
export class AssociateIdentityHandler implements ICommandHandler<AssociateIdentityCommand> {
  constructor(
    private readonly book: AddressBook,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, association }: AssociateIdentityCommand): Promise<CommandAnswer> {
    const { issuer, subject, address } = association;
    const person = await this.personAt(address);
    const stream = streams.person(person);
    const identity = await this.keyring.keyedHash('identity', JSON.stringify([issuer, subject]));
    const code = await associationCodeHash(this.keyring, person, association.code);
    const command = { code, identity, now: this.clock.now() };
    // A wrong code must not reserve the identity: a reservation is not given back.
    const { state } = await this.aggregates.load(personDecider, stream);
    if (failed(associate(state, command))) return this.fail(stream, context, command);
    await this.aggregates.execute(reservationDecider, streams.identity(identity), context, (reserved) =>
      reserveIdentity(reserved, person),
    );
    const { revision, events } = await this.aggregates.execute(personDecider, stream, context, (known) =>
      associate(known, command),
    );
    if (failed(events)) throw associationRefused();
    return { id: person, stream, revision };
  }

  /** Writes the try down, then refuses. */
  private async fail(
    stream: string,
    context: CommandContext,
    command: Parameters<typeof associate>[1],
  ): Promise<never> {
    await this.aggregates.execute(personDecider, stream, context, (state) => associate(state, command));
    throw associationRefused();
  }

  private async personAt(address: string): Promise<string> {
    const normal = normalizeAddress(address);
    const owner = normal === undefined ? null : (await this.book.find(normal))?.state.owner;
    if (owner === null || owner === undefined) throw associationRefused();
    return owner;
  }
}

const failed = (events: readonly PersonEvent[]): boolean =>
  events.some(({ type }) => type === 'AssociationFailed');
