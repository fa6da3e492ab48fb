import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { AddressBook } from '../addresses/address-book.js';
import { Refusal } from '../../contracts/decider.js';
import { grantAccess } from '../decide-sharing.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { GrantAccessCommand } from './grant-access.command.js';

@CommandHandler(GrantAccessCommand)
export class GrantAccessHandler implements ICommandHandler<GrantAccessCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, account, address }: GrantAccessCommand): Promise<CommandAnswer> {
    const { state: login } = await this.addresses.findTyped(address);
    if (login.owner === null) {
      const detail = 'Cette adresse n’est pas celle d’une personne.';
      throw new Refusal('address-refused', detail, [
        { field: 'address', code: 'not-a-person', detail, address },
      ]);
    }
    const grant = deterministicUuid('grant', context.operation);
    const person = login.owner;
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      context,
      (state) => grantAccess(state, { grant, person }),
    );
    return { id: grant, stream, revision };
  }
}
