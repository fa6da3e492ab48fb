import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { associateCard, cardOf, maskedNationalId } from '../decide-cards.js';
import { personDecider } from '../person.decider.js';
import { reservationDecider, type ReservationState, reserveIdentity } from '../reservation.decider.js';
import { AssociateCardCommand } from './associate-card.command.js';

@CommandHandler(AssociateCardCommand)
export class AssociateCardHandler implements ICommandHandler<AssociateCardCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, nationalId }: AssociateCardCommand): Promise<CommandAnswer> {
    const person = context.actor ?? '';
    const stream = streams.person(person);
    const hash = await this.keyring.keyedHash('national-id', nationalId);
    const command = {
      card: deterministicUuid('card', context.operation),
      nationalId: hash,
      masked: maskedNationalId(nationalId),
      associatedAt: this.clock.now().toISOString(),
    };
    // Whether the person may have it at all comes first: a reservation is not given back.
    associateCard((await this.aggregates.load(personDecider, stream)).state, command);
    await this.aggregates.execute(reservationDecider, streams.identity(hash), context, (state) =>
      reserveCard(state, person),
    );
    const { revision, state } = await this.aggregates.execute(personDecider, stream, context, (known) =>
      associateCard(known, command),
    );
    return { id: cardOf(state, hash) ?? command.card, stream, revision };
  }
}

/** A national id is one person's, whether they were provisioned under it or showed its card. */
function reserveCard(state: ReservationState, person: string): ReturnType<typeof reserveIdentity> {
  if (state.holder !== null && state.holder !== person) {
    throw new Refusal('card-taken', 'Cette carte est celle d’une autre personne.');
  }
  return reserveIdentity(state, person);
}
