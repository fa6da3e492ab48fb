import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { Acting } from '../acting/acting.js';
import { AddressBook } from '../addresses/address-book.js';
import { addDelegate } from '../decide-sharing.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { AddDelegateCommand } from './add-delegate.command.js';

@CommandHandler(AddDelegateCommand)
export class AddDelegateHandler implements ICommandHandler<AddDelegateCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, address }: AddDelegateCommand): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    const { mailbox: delegate } = await this.addresses.findTyped(address);
    const delegation = deterministicUuid('delegation', context.operation);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      (state) => addDelegate(state, { mailbox, delegation, delegate }),
    );
    return { id: delegation, stream, revision };
  }
}
