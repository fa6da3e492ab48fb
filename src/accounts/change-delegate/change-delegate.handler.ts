import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { Acting } from '../acting/acting.js';
import { AddressBook } from '../addresses/address-book.js';
import { changeDelegate } from '../decide-sharing.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { ChangeDelegateCommand } from './change-delegate.command.js';

@CommandHandler(ChangeDelegateCommand)
export class ChangeDelegateHandler implements ICommandHandler<ChangeDelegateCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, delegation, address }: ChangeDelegateCommand): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    const { mailbox: delegate } = await this.addresses.findTyped(address);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      (state) => changeDelegate(state, { mailbox, delegation, delegate }),
    );
    return { id: delegation, stream, revision };
  }
}
