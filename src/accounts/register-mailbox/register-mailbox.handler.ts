import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { AddressBook } from '../addresses/address-book.js';
import { registerMailbox } from '../decide-register-mailbox.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { RegisterMailboxCommand } from './register-mailbox.command.js';

@CommandHandler(RegisterMailboxCommand)
export class RegisterMailboxHandler implements ICommandHandler<RegisterMailboxCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, mailbox }: RegisterMailboxCommand): Promise<CommandAnswer> {
    const id = mailbox.id ?? deterministicUuid('mailbox', context.operation);
    // The address first: what must be unique decides whether there is an account at all.
    const { address } = await this.addresses.reserve(context, id, mailbox.address);
    await this.keyring.create({ name: `mailbox:${id}` });
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(id),
      context,
      (state) => registerMailbox(state, { ...mailbox, address }),
    );
    return { id, stream, revision };
  }
}
