import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { reservationDecider, reserveIdentity } from '../reservation.decider.js';
import { ProvisionIdentityCommand } from './provision-identity.command.js';

@CommandHandler(ProvisionIdentityCommand)
export class ProvisionIdentityHandler implements ICommandHandler<ProvisionIdentityCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
  ) {}

  async execute({ context, person, nationalId }: ProvisionIdentityCommand): Promise<CommandAnswer> {
    const hash = await this.keyring.keyedHash('national-id', nationalId);
    const { stream, revision } = await this.aggregates.execute(
      reservationDecider,
      streams.identity(hash),
      context,
      (state) => reserveIdentity(state, person),
    );
    return { id: person, stream, revision };
  }
}
